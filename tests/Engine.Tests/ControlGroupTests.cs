using Thumbs.Planning;

namespace Thumbs.Engine.Tests;

/// <summary>What a container leaves, by files as the kernel writes them.</summary>
public sealed class ControlGroupTests : IDisposable
{
    private const string NoLimit = "9223372036854771712";

    private readonly string _folder = Directory.CreateTempSubdirectory("thumbs-groups-").FullName;

    public ControlGroupTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has control groups.");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void In_version_2_the_least_of_all_groups_and_both_limits_counts()
    {
        Write("self", "0::/slice/job");
        Write("sys/memory.stat", "anon 1\n");
        Write("sys/slice/memory.max", "max\n");
        Write("sys/slice/memory.high", "max\n");
        Write("sys/slice/memory.current", "100\n");
        Write("sys/slice/job/memory.max", "1000\n");
        Write("sys/slice/job/memory.high", "max\n");
        Write("sys/slice/job/memory.current", "400\n");
        Write("sys/slice/job/memory.stat", "anon 250\ninactive_file 100\nactive_file 50\n");
        Assert.Equal(750, Free());

        Write("sys/slice/job/memory.high", "800\n");
        Assert.Equal(550, Free());

        Write("sys/slice/memory.max", "500\n");
        Assert.Equal(400, Free());

        Write("sys/slice/memory.max", "50\n");
        Assert.Equal(0, Free());
    }

    [Fact]
    public void So_in_version_1()
    {
        Write("self", "9:name=systemd:/\n4:cpu,memory:/docker/1234\n0::/");
        Write("sys/memory/memory.limit_in_bytes", NoLimit);
        Write("sys/memory/memory.usage_in_bytes", "5000");
        Write("sys/memory/docker/1234/memory.limit_in_bytes", "1000");
        Write("sys/memory/docker/1234/memory.usage_in_bytes", "600");
        Write("sys/memory/docker/1234/memory.stat", "inactive_file 7\ntotal_inactive_file 100\ntotal_active_file 10\n");
        Assert.Equal(510, Free());
    }

    [Fact]
    public void Inside_a_container_the_root_is_its_own_group()
    {
        Write("self", "4:memory:/docker/1234\n5:pids:/docker/1234");
        Write("sys/memory/memory.limit_in_bytes", "1000");
        Write("sys/memory/memory.usage_in_bytes", "600");
        Write("sys/pids/pids.max", "100");
        Write("sys/pids/pids.current", "30");
        Assert.Equal(400, Free());
        Assert.Equal(70, ControlGroup.FreeTasks(At("self"), At("sys")));
    }

    [Fact]
    public void Without_a_limit_or_without_groups_nothing_is_said()
    {
        Assert.Null(Free());
        Write("self", "4:memory:/\n0::/");
        Assert.Null(Free());
        Write("sys/memory/memory.limit_in_bytes", NoLimit);
        Write("sys/memory.max", "max");
        Assert.Null(Free());
    }

    [Theory]
    [InlineData(4096, 4, 960, true)]
    [InlineData(512, 2, 192, true)]
    [InlineData(200, 1, 136, true)]
    [InlineData(40, 1, 32, true)]
    [InlineData(8192, 4, 1024, false)]
    public void The_memory_of_all_workers_fits_into_the_group(long mebibytes, int workers, long share, bool isOfContainer)
    {
        var limits = new MachineResources(workers, mebibytes << 20, mebibytes << 20).LimitsOf(new Limits(), workers);

        Assert.Equal((share << 20, isOfContainer), (limits.MaxMemory, limits.IsMemoryOfContainer));
    }

    private long? Free() => ControlGroup.FreeMemory(At("self"), At("sys"));

    private string At(string name) => Path.Join(_folder, name);

    private void Write(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), content);
    }
}
