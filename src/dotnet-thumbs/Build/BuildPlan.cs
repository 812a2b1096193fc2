using Thumbs.Diagnostics;
using Thumbs.Parameters;
using Thumbs.Planning;

namespace Thumbs.Build;

/// <summary>Turns the request of a build into one of the engine.</summary>
internal static class BuildPlan
{
    /// <summary>The engine's request.</summary>
    /// <param name="asked">As the task wrote it.</param>
    /// <param name="cacheFolder">The cache folder where no option names one.</param>
    /// <param name="problems">Receives an error for each wrong value; where there is one, the request should not be carried out.</param>
    /// <param name="libvips">The value of <see cref="Settings.LibvipsVariable"/>.</param>
    public static Request RequestFor(BuildRequest asked, string? cacheFolder, List<Problem> problems, string? libvips = null)
    {
        var folder = Path.GetDirectoryName(asked.Project)!;
        var defaults = Settings.DefaultsIn(folder, cacheFolder, libvips).WithRequest(request => request with
        {
            OutputFolder = asked.OutputFolder,
            ManifestFile = asked.Manifest,
            Prune = PruneUse.On,
            OwnsOutputFolder = true,
            Spell = MSBuildNames.SpellingOf,
        });
        defaults = Laid(defaults, asked.Properties, MSBuildNames.OfProperty, asked.Project, folder, problems);
        var sets = new List<FileSet>(asked.Sets.Count);
        var settled = new List<SettledSet>(asked.Sets.Count);
        foreach (var set in asked.Sets)
        {
            var settings = Laid(defaults, set.Options, MSBuildNames.OfMetadata, set.Place, folder, problems, set);
            settled.Add(new(settings, set.Place, [.. set.Options.Keys.Select(MSBuildNames.OfMetadata).OfType<Option>().Select(option => option.Name)]));
            sets.Add(new(settings.Request.Renditions, set.Folder, [.. set.Files.Select(file => new NamedFile(file.Path, file.Folder))]));
        }

        problems.AddRange(Settings.Idle(settled, asked.Project));
        return defaults.Request with { Sets = sets };
    }

    private static Settings Laid(
        Settings under, IReadOnlyDictionary<string, string> texts, Func<string, Option?> optionOf, string place, string folder, List<Problem> problems,
        BuildSet? set = null)
    {
        try
        {
            var settings = texts.Select(pair => new Setting(
                optionOf(pair.Key) ?? throw new ThumbsException(Diagnostic.WrongOption.At(place, $"{pair.Key}: there is no such option")),
                pair.Value.Trim(),
                pair.Key,
                place));
            var result = under.With([.. settings], folder, Diagnostic.WrongOption);
            result.Check();
            return result;
        }
        catch (ThumbsException exception)
        {
            problems.Add(set is null ? exception.Problem with { Path = place } : ItemInProject.Named(exception.Problem, set));
            return under;
        }
    }
}
