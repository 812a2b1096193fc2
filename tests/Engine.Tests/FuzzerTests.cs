using Thumbs.Fuzzer;

namespace Thumbs.Engine.Tests;

/// <summary>A short run of the fuzzer, with real workers; the long one is a program of its own.</summary>
public sealed class FuzzerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_mutant_of_an_image_brings_about_what_must_not_be()
    {
        var told = new List<string>();
        var keep = Path.Join(Path.GetTempPath(), $"thumbs-fuzzer-kept-{Guid.NewGuid():N}");
        var campaign = new Campaign([.. MadeSeeds.All(), .. Seed.In(Path.Join(AppContext.BaseDirectory, "kept"))], number: 1);

        var faults = await campaign.RunAsync(1000, keep, told.Add, Cancellation);

        Assert.True(faults == 0, string.Join('\n', told));
        Assert.InRange(campaign.Heard, 40, int.MaxValue);
    }

    [Fact]
    public void Mutants_are_the_same_each_time_and_differ_from_their_seeds()
    {
        var seed = MadeSeeds.All().First();
        byte[][] Mutants(int number)
        {
            var mutator = new Mutator(new Random(number));
            return [.. Enumerable.Range(0, 100).Select(_ => mutator.Mutate(seed.Bytes, seed.Bytes))];
        }

        Assert.Equal(Mutants(1), Mutants(1));
        Assert.NotEqual(Mutants(1), Mutants(2));
        Assert.InRange(Mutants(1).Count(mutant => !mutant.SequenceEqual(seed.Bytes)), 90, 100);
    }

    [Theory]
    [InlineData(".jpg")]
    [InlineData(".png")]
    [InlineData(".webp")]
    [InlineData(".gif")]
    [InlineData(".avif")]
    [InlineData(".tif")]
    [InlineData(".svg")]
    public void The_structure_of_each_format_is_known(string extension)
    {
        foreach (var seed in MadeSeeds.All().Where(seed => seed.Extension == extension))
        {
            var blocks = Block.Of(seed.Bytes);
            Assert.InRange(blocks.Count, 2, 10_000);
            Assert.All(blocks, block => Assert.InRange(block.End, block.Start + 1, seed.Bytes.Length));
        }
    }

    [Fact]
    public async Task What_must_not_be_is_found()
    {
        var folder = Directory.CreateTempSubdirectory("thumbs-fuzzer-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Join(folder, "in"));
            Directory.CreateDirectory(Path.Join(folder, "out"));
            await File.WriteAllBytesAsync(Path.Join(folder, "in", "a.jpg"), MadeSeeds.All().First().Bytes, Cancellation);
            await File.WriteAllTextAsync(Path.Join(folder, "in", "b.jpg"), "no image", Cancellation);
            await File.WriteAllTextAsync(Path.Join(folder, "out", "stray.tmp"), "", Cancellation);

            var (faults, said) = await Round.RunAsync(folder, Cancellation);

            Assert.Equal(Path.Join(folder, "out", "stray.tmp"), Assert.Single(faults).File);
            Assert.Equal(["Failed THUMB0104", "Made "], said.Values.Select(text => text[..Math.Min(text.Length, 16)]).Order(StringComparer.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
