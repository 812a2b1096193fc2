using NetVips;

using Thumbs.Images;
using Thumbs.Imaging.Library;
using Thumbs.Imaging.Worker;
using Thumbs.Planning;

namespace Thumbs.Imaging.Tests;

/// <summary>A folder for one test, and helpers that make a picture from a source and a recipe.</summary>
public abstract class Workbench : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("thumbs-imaging-");
    private int _files;

    static Workbench()
    {
        Assert.Null(Libvips.Start());
        // The tests decode broken files on purpose; a worker has VIPS_WARNING set instead.
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, (_, _, _) => { });
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => _folder.Delete(recursive: true);

    internal static Recipe Recipe(ImageFormat format, int? width = 100, int? height = 100, Fit fit = Fit.Inside) => new()
    {
        Format = format,
        Width = width,
        Height = height,
        Fit = fit,
        Quality = 90,
        Effort = 3,
    };

    internal string NewPath(string extension = "") => Path.Combine(_folder.FullName, $"{_files++}{extension}");

    internal string Save(byte[] bytes)
    {
        var path = NewPath();
        File.WriteAllBytes(path, bytes);
        return path;
    }

    internal ImageJob Job(string source, params Recipe[] recipes) => new(
        source,
        [.. recipes.Select(recipe => new RenditionOrder(recipe, NewPath(".out")))],
        new Limits().MaxPixels,
        new Limits().MaxMemory,
        AllowTruncated: false);

    /// <summary>Does a job that must succeed; a still of an animation may be warned of.</summary>
    internal static ImageResult Render(ImageJob job)
    {
        var result = ImageRenderer.Render(job);
        Assert.DoesNotContain(result.Problems, problem => problem.Code != "THUMB0115");
        Assert.Equal(job.Renditions.Count(rendition => rendition.File is not null), result.Made.Count);
        return result;
    }

    /// <summary>Makes one rendition and opens it, all frames.</summary>
    internal Image Make(byte[] source, Recipe recipe)
    {
        var job = Job(Save(source), recipe);
        var made = Assert.Single(Render(job).Made);
        var image = Open(job.Renditions[0].File!, recipe.Format);
        Assert.Equal((made.Facts.Width, made.Facts.Height), (image.Width, image.PageHeight));
        return image;
    }

    internal static Image Open(string path, ImageFormat format)
    {
        var bytes = File.ReadAllBytes(path);
        return format switch
        {
            ImageFormat.Gif => Image.GifloadBuffer(bytes, n: -1),
            ImageFormat.WebP => Image.WebploadBuffer(bytes, n: -1),
            _ => Image.NewFromBuffer(bytes),
        };
    }

    /// <summary>Does a job that must fail.</summary>
    /// <returns>The one problem.</returns>
    internal static ImageProblem Fail(ImageJob job)
    {
        var result = ImageRenderer.Render(job);
        var problem = Assert.Single(result.Problems);
        Assert.False(string.IsNullOrWhiteSpace(problem.Text));
        Assert.DoesNotContain('\n', problem.Text);
        Assert.DoesNotContain(job.Renditions, rendition => File.Exists(rendition.File));
        return problem;
    }
}
