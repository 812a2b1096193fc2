using NetVips;

namespace Thumbs.Benchmarks.Corpora;

/// <summary>
/// Makes corpora out of photographs or scenes: random cuttings, of which 30 % are upright, 15 % progressive and a quarter 4:4:4, with
/// qualities from 80 to 92. The same every time.
/// </summary>
/// <param name="folder">Where they lie, a folder each.</param>
/// <param name="material">What they are cut from.</param>
internal sealed class CorpusMaker(string folder, Material material)
{
    private static readonly int[] Qualities = [80, 85, 90, 92];

    /// <summary>Where a corpus lies once it is made.</summary>
    public string FolderOf(Corpus corpus) => Path.Combine(folder, material.Name, $"{corpus.Name}-{corpus.Count}");

    /// <summary>Makes those that are missing, all of them from each picture in turn: a picture takes long to open.</summary>
    public void Make(IEnumerable<Corpus> corpora)
    {
        var missing = corpora.Where(corpus => !Directory.Exists(FolderOf(corpus))).ToArray();
        if (missing.Length == 0)
            return;
        Console.Error.WriteLine($"Making corpora of {material.Name}");
        foreach (var corpus in missing)
        {
            if (Directory.Exists(UnfinishedFolderOf(corpus)))
                Directory.Delete(UnfinishedFolderOf(corpus), recursive: true);
            Directory.CreateDirectory(UnfinishedFolderOf(corpus));
        }

        Parallel.For(0, material.Count, i => Cut(missing, i));
        foreach (var corpus in missing)
            Directory.Move(UnfinishedFolderOf(corpus), FolderOf(corpus));
    }

    private string UnfinishedFolderOf(Corpus corpus) => FolderOf(corpus) + ".unfinished";

    /// <summary>Cuts from one picture the files of each corpus that are its share.</summary>
    private void Cut(IEnumerable<Corpus> corpora, int number)
    {
        using var picture = material.Open(number);
        foreach (var corpus in corpora)
        {
            for (var file = number; file < corpus.Count; file += material.Count)
                Write(corpus, picture, file, Path.Combine(UnfinishedFolderOf(corpus), $"{corpus.Name.ToLowerInvariant()}{file:D4}.jpg"));
        }
    }

    private static void Write(Corpus corpus, Image picture, int number, string path)
    {
        var random = new Random((corpus.Width * 10_000) + number);
        using var cutting = Cut(corpus, picture, random);
        using var turned = random.NextDouble() < 0.3 ? cutting.Rot90() : cutting.Copy();
        turned.Jpegsave(
            path,
            q: Qualities[random.Next(Qualities.Length)],
            subsampleMode: random.Next(4) == 0 ? Enums.ForeignSubsample.Off : Enums.ForeignSubsample.On,
            interlace: random.NextDouble() < 0.15,
            keep: Enums.ForeignKeep.None);
    }

    /// <summary>A part of the picture with the aspect ratio of the corpus, scaled to its size; a small picture is enlarged for it.</summary>
    private static Image Cut(Corpus corpus, Image picture, Random random)
    {
        var share = 0.6 + (random.NextDouble() * 0.4);
        var width = (int)(share * Math.Min(picture.Width, (double)picture.Height * corpus.Width / corpus.Height));
        var height = width * corpus.Height / corpus.Width;
        using var part = picture.ExtractArea(random.Next(picture.Width - width + 1), random.Next(picture.Height - height + 1), width, height);
        using var sized = part.Resize((double)corpus.Width / width, vscale: (double)corpus.Height / height);
        // Resizing rounds, and may come out a pixel larger or smaller.
        using var exact = sized.Embed(0, 0, corpus.Width, corpus.Height, extend: Enums.Extend.Copy);
        return exact.CopyMemory();
    }
}
