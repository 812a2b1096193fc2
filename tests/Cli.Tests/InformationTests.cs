using Thumbs.Diagnostics;
using Thumbs.Engine;
using Thumbs.Images;
using Thumbs.Imaging.Library;
using Thumbs.Parameters;
using Thumbs.Parameters.Values;
using Thumbs.Planning;
using Thumbs.Pool.Sandboxing;

namespace Thumbs.Cli.Tests;

public sealed class InformationTests
{
    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("info", "--help")]
    [InlineData("photos", "--size", "3", "--help")]
    public async Task Help_fits_a_terminal_and_names_every_option(params string[] args)
    {
        using var tool = new Tool();

        Assert.Equal(0, await tool.RunAsync(args));
        Assert.Null(tool.Request);
        var lines = tool.Output.Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
        Assert.All(tool.Output, letter => Assert.True(letter == '\n' || letter is >= ' ' and <= '~', $"{(int)letter}"));
        Assert.All(Options.All, option => Assert.Contains(lines, line =>
            line.StartsWith(option.Short is null ? $"      --{option.Name}" : $"  -{option.Short}, --{option.Name}", StringComparison.Ordinal)));
        Assert.Contains("  dotnet thumbs photos -o out -w 320,640,1280 -f avif,webp,jpeg", lines);
    }

    [Fact]
    public void Help_lists_the_words_that_are_understood()
    {
        Assert.Contains(Words.Fit.List, Description("fit"), StringComparison.Ordinal);
        Assert.Contains(Words.Kernel.List, Description("kernel"), StringComparison.Ordinal);
        Assert.Contains(Words.Format.List, Description("format"), StringComparison.Ordinal);
        Assert.Contains(Words.Keep.List, Description("keep"), StringComparison.Ordinal);

        static string Description(string name) => Options.All.Single(option => option.Name == name).Description;
    }

    [Fact]
    public void Every_option_has_one_name_and_one_short_name()
    {
        var names = Options.All.SelectMany(option => new[] { option.Name, option.Short }).OfType<string>().ToList();

        Assert.Equal(names.Count, names.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Version_is_one_line()
    {
        using var tool = new ToolProcess();

        var (exitCode, output, error) = await tool.RunAsync("--version");

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Matches(@"^\d+\.\d+\.\d+(-[\w.]+)?\r?\n$", output);
    }

    [Fact]
    public void Info_tells_versions_formats_and_the_machine()
    {
        var library = new LibraryFacts("3.2.0", "8.18.7", [ImageFormat.Jpeg, ImageFormat.Svg], [ImageFormat.Jpeg]);

        var text = InfoVerb.Text(library, ["aom 3.15.1", "cairo 1.18.6", "heif 1.23.5", "png 1.6.58", "webp 1.6.0"], new MachineResources(4, 2_000_000_000), Protections.Required);

        Assert.Contains($"{"libvips",-10}8.18.7\n", text, StringComparison.Ordinal);
        Assert.Contains($"{"with",-10}aom 3.15.1, cairo 1.18.6, heif 1.23.5, png 1.6.58\n{"",-10}webp 1.6.0\n", text, StringComparison.Ordinal);
        Assert.Contains($"{"reads",-10}jpeg svg\n", text, StringComparison.Ordinal);
        Assert.Contains($"{"writes",-10}jpeg\n", text, StringComparison.Ordinal);
        Assert.Contains($"{"memory",-10}2.0 GB available\n", text, StringComparison.Ordinal);
        Assert.Contains($"{"workers",-10}4 by default\n", text, StringComparison.Ordinal);
        Assert.Contains($"{"sandbox",-10}{(OperatingSystem.IsLinux() ? "files, programs, network" : "none: only on Linux")}\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Info_finds_all_formats_in_the_library_of_this_package()
    {
        using var tool = new Tool();

        Assert.Equal(0, await tool.RunAsync("info"));
        Assert.Contains("jpeg png webp avif gif tiff svg\n", tool.Output, StringComparison.Ordinal);
        Assert.Contains("jpeg png webp avif gif tiff\n", tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Info_takes_no_arguments()
    {
        Assert.Equal("thumbs : error THUMB0001: x: `dotnet thumbs info` takes --libvips and --loaders alone; a folder of that name is ./info", await Tool.ErrorOfAsync("info", "x"));
        Assert.StartsWith("thumbs : error THUMB0001: --size: ", await Tool.ErrorOfAsync("info", "--size", "9"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 8_000_000_000, null, 2)]
    [InlineData(8, 1L << 30, null, 4)]
    [InlineData(8, 100_000_000, null, 1)]
    [InlineData(2, 100_000_000, 8, 8)]
    public void Workers_are_as_many_as_cores_unless_memory_is_short(int cores, long memory, int? requested, int workers) =>
        Assert.Equal(workers, new MachineResources(cores, memory).Workers(requested, new Limits()));

    [Theory]
    [InlineData(104L, null, 2)]
    [InlineData(1024L, 52L, 3)]
    [InlineData(1024L, 1000L, 16)]
    [InlineData(null, null, 16)]
    public void Workers_are_no_more_than_there_are_files_and_threads_for(long? files, long? tasks, int workers) =>
        Assert.Equal(workers, new MachineResources(16, 64L << 30, OpenFiles: files, FreeTasks: tasks).Workers(requested: null, new Limits()));

    [Theory]
    [InlineData(95L, null, "open files (`ulimit -n`)")]
    [InlineData(1024L, 23L, "processes and threads (`ulimit -u`")]
    public void Without_enough_for_one_the_limit_is_named(long? files, long? tasks, string limit)
    {
        var thrown = Assert.Throws<ThumbsException>(() => new MachineResources(16, 64L << 30, OpenFiles: files, FreeTasks: tasks).Workers(requested: 4, new Limits()));

        Assert.Equal(Diagnostic.LimitReached, thrown.Problem.Diagnostic);
        Assert.Contains(limit, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_images_may_take_less_memory_more_workers_fit() =>
        Assert.Equal(8, new MachineResources(8, 1L << 30).Workers(requested: null, new Limits { MaxMemory = 64_000_000 }));

    [Fact]
    public void This_process_has_cores_and_memory()
    {
        var machine = MachineResources.OfThisProcess();

        Assert.Equal(Environment.ProcessorCount, machine.Cores);
        Assert.InRange(machine.AvailableMemory, 1L << 20, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
    }

    [Theory]
    [InlineData("THUMB0302", ExitCode.MachineFailed)]
    [InlineData("THUMB0002", ExitCode.WrongUsage)]
    public async Task What_the_engine_throws_is_told_once_with_its_exit_code(string code, int exitCode)
    {
        using var tool = new Tool { Engine = _ => throw new ThumbsException(Diagnostic.Of(code).At(null, "what happened")) };

        Assert.Equal(exitCode, await tool.RunAsync("photos"));
        Assert.Equal($"thumbs : error {code}: what happened\n", tool.Errors);
    }

    [Fact]
    public async Task The_exit_code_of_the_summary_is_that_of_the_tool()
    {
        using var tool = new Tool { ExitCode = 1 };

        Assert.Equal(1, await tool.RunAsync("photos"));
    }
}
