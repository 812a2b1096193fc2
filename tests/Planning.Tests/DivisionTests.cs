using CsCheck;

using Thumbs.Images;

namespace Thumbs.Planning.Tests;

public sealed class DivisionTests
{
    private static readonly Recipe Thumbnail = new() { Width = 128, Height = 128, Format = ImageFormat.Jpeg };

    private static readonly Gen<long> Size = Gen.Frequency((3, Gen.Long[0, 20_000_000]), (1, Gen.Const(5_000_000L)));

    private static readonly Gen<(long[] Sizes, int Shards)> Plans = Gen.Select(Size.Array[0, 200], Gen.Int[1, 20]);

    private static string Root(string name) => Path.Combine(Path.GetPathRoot(Directory.GetCurrentDirectory())!, name);

    /// <summary>Names in two folders, in an order that is independent of the sizes.</summary>
    private static List<Job> Jobs(long[] sizes, string root, DateTime modified = default) =>
        [.. sizes.Select((size, i) => Path.Combine(root, i % 3 == 0 ? "a" : "b-2", $"{i * 7919 % 1000:D4}-{i}.jpg"))
            .Order(StringComparer.Ordinal)
            .Select(path => new Job(
                SourceAt.Of(path, path, sizes[int.Parse(path.Split('-', '.')[^2])], modified),
                [new(Thumbnail, Path.GetFileName(path))]))];

    private static string[] Names(IEnumerable<Job> jobs) => [.. jobs.Select(job => Path.GetFileName(job.Source.Path))];

    private static List<IReadOnlyList<Job>> Divided(IReadOnlyList<Job> jobs, int shards) =>
        [.. Enumerable.Range(1, shards).Select(index => Division.JobsOf(jobs, new(index, shards)))];

    [Fact]
    public void Every_job_is_in_one_shard_and_in_the_order_of_the_plan() =>
        Plans.Sample(plan =>
        {
            var jobs = Jobs(plan.Sizes, Root("photos"));
            var shards = Divided(jobs, plan.Shards);
            Assert.Equal(Names(jobs), Names(shards.SelectMany(shard => shard).OrderBy(job => job.Source.Path, StringComparer.Ordinal)));
            Assert.All(shards, shard => Assert.Equal(Names(shard.OrderBy(job => job.Source.Path, StringComparer.Ordinal)), Names(shard)));
        });

    [Fact]
    public void No_shard_has_more_to_do_than_another_by_more_than_one_job() =>
        Plans.Sample(plan =>
        {
            var jobs = Jobs(plan.Sizes, Root("photos"));
            var loads = Divided(jobs, plan.Shards).ConvertAll(shard => shard.Sum(Division.CostOf));
            Assert.InRange(loads.Max() - loads.Min(), 0, jobs.Select(Division.CostOf).Append(0).Max());
        });

    [Fact]
    public void Shards_of_many_images_are_even_to_a_percent()
    {
        var random = new Random(1);
        var sizes = Enumerable.Range(0, 10_000).Select(_ => (long)Math.Pow(10, 4 + (3.3 * random.NextDouble()))).ToArray();
        var loads = Divided(Jobs(sizes, Root("photos")), 16).ConvertAll(shard => shard.Sum(Division.CostOf));
        Assert.InRange((double)loads.Max() / loads.Min(), 1, 1.01);
    }

    [Fact]
    public void Neither_the_absolute_folder_nor_the_order_nor_the_times_play_a_part() =>
        Gen.Select(Plans, Gen.Int).Sample((plan, seed) =>
        {
            var here = Jobs(plan.Sizes, Root("photos"));
            var there = Jobs(plan.Sizes, Root(Path.Combine("mnt", "other disk", "x")), DateTime.UnixEpoch).ToArray();
            new Random(seed).Shuffle(there);
            for (var index = 1; index <= plan.Shards; index++)
            {
                Assert.Equal(
                    Names(Division.JobsOf(here, new(index, plan.Shards))).Order(StringComparer.Ordinal),
                    Names(Division.JobsOf(there, new(index, plan.Shards))).Order(StringComparer.Ordinal));
            }
        });

    [Fact]
    public void Two_machines_with_one_plan_have_one_digest() =>
        Gen.Select(Plans, Gen.Int).Sample((plan, seed) =>
        {
            var there = Jobs(plan.Sizes, Root(Path.Combine("mnt", "x")), DateTime.UnixEpoch).ToArray();
            new Random(seed).Shuffle(there);
            Assert.Equal(PlanDigest.Of(Jobs(plan.Sizes, Root("photos")), "1"), PlanDigest.Of(there, "1"));
        });

    [Fact]
    public void Whatever_changes_the_renditions_changes_the_digest()
    {
        var jobs = Jobs([100, 200, 300], Root("photos"));
        var job = jobs[1];
        var digests = new[]
        {
            PlanDigest.Of(jobs, "1"),
            PlanDigest.Of(jobs, "2"),
            PlanDigest.Of(jobs[1..], "1"),
            With(job with { Source = job.Source with { Length = 201 } }),
            With(job with { Source = job.Source with { FileName = job.Source.FileName + "x" } }),
            With(job with { Renditions = [new(Thumbnail with { Sharpen = true }, job.Renditions[0].Output)] }),
            With(job with { Renditions = [new(Thumbnail, "other.jpg")] }),
            With(job with { Renditions = [job.Renditions[0], job.Renditions[0]] }),
        };
        Assert.Equal(digests.Length, digests.Distinct(StringComparer.Ordinal).Count());

        string With(Job other) => PlanDigest.Of([jobs[0], other, jobs[2]], "1");
    }

    [Fact]
    public void A_plan_on_the_disk_keeps_all_its_jobs_and_knows_its_own()
    {
        using var folder = new TemporaryFolder();
        folder.With("in/a.jpg", "in/b/b.jpg", "in/c.jpg");
        var plan = Planner.Make(folder.Request("in") with { Shard = new(1, 2) }, TestContext.Current.CancellationToken);
        Assert.Equal(3, plan.Jobs.Count);
        // The largest by the length of its target goes to the first shard, the other two to the second.
        Assert.Equal(["in/b/b.jpg"], plan.Own.Select(job => job.Source.Name));
    }

    [Theory]
    [InlineData("2-of-4", "2/4")]
    [InlineData("12-of-100000", "12/100000")]
    [InlineData("5-of-4", null)]
    [InlineData("0-of-4", null)]
    [InlineData("a-of-b", null)]
    [InlineData("thumbs", null)]
    public void A_name_of_a_file_tells_its_shard(string name, string? shard) => Assert.Equal(shard, Shard.OfFileName(name)?.ToString());

    [Fact]
    public void A_shard_writes_its_part_of_a_file_beside_it() =>
        Assert.Equal(Path.Combine("out", "thumbs.v1.2-of-4.json"), new Shard(2, 4).PartOf(Path.Combine("out", "thumbs.v1.json")));
}
