using Thumbs.Cli.Reports;
using Thumbs.Diagnostics;
using Thumbs.Engine;
using Thumbs.Freshness;
using Thumbs.Parameters;
using Thumbs.Planning;

namespace Thumbs.Cli;

/// <summary><c>dotnet thumbs INPUT...</c>: parses the options and runs the engine.</summary>
internal static class RunVerb
{
    /// <exception cref="ThumbsException">The options are wrong, or the run failed.</exception>
    public static async Task<int> RunAsync(string[] args, ProcessContext here, Func<Request, IReport, CancellationToken, Task<Summary>> engine)
    {
        CheckQuotes(args);

        // A run needs them. They are read on another core while the command line is parsed.
        _ = EngineVersions.LoadAsync();
        var parsed = CommandLineParser.Parse(args);
        if (parsed.Information is not null)
        {
            await here.Out.WriteAsync(parsed.Information);
            return ExitCode.Success;
        }

        var (settings, idle) = await SettleAsync(parsed, here);
        var report = Report.For(settings, here);
        var strict = settings.Presentation.Strict ? new StrictReport(report) : null;
        await using var shown = strict ?? report;
        foreach (var problem in idle)
            shown.Noticed(problem);
        var summary = await engine(settings.Request, shown, here.Interruption);
        return strict?.Judge(summary.ExitCode) ?? summary.ExitCode;
    }

    /// <summary>Applies the configuration file and the command line to the defaults.</summary>
    /// <returns>The settings, and warnings of options without an effect.</returns>
    private static async Task<(Settings Settings, IEnumerable<Problem> Idle)> SettleAsync(ParsedCommandLine parsed, ProcessContext here)
    {
        var configured = Settings.DefaultsIn(here.Folder, here.CacheFolder, here.Variable(Settings.LibvipsVariable));
        var configuration = ConfigurationPath(parsed, here) is { } path
            ? await ConfigurationFile.LoadAsync(path, parsed.ConfigFile ?? ConfigurationFile.DefaultName, here.Interruption)
            : null;
        if (configuration is not null)
            configured = configured.With(configuration.Settings, configuration.Folder, Diagnostic.WrongConfiguration);
        var settings = configured.With(parsed.Settings, here.Folder, Diagnostic.WrongOption);
        Check(settings, here);
        if (settings.Shard is { } wanted)
            settings = settings.WithRequest(request => request with { Shard = ShardEngines.Resolve(wanted, here.Variable) });

        if (parsed.Inputs.Count > 0)
        {
            InfoVerb.CheckMistyped(parsed.Inputs, here.Folder);
            var inputs = await InputList.ReadAsync(parsed.Inputs, here.Input, here.Interruption);
            return (settings.WithRequest(request => request with { Inputs = inputs }), settings.Idle());
        }

        if (configuration is { Sets.Count: > 0 })
        {
            var sets = configuration.Sets.Select(set => (Set: set, Settings: SettleSet(set, configuration.Folder, configured, parsed, here))).ToList();
            return (
                settings.WithRequest(request => request with
                {
                    BaseFolder = configuration.Folder,
                    Inputs = [.. sets.SelectMany(one => one.Set.Inputs)],
                    InputSets = [.. sets.Select(one => new InputSet(one.Settings.Request.Renditions, one.Set.Inputs))],
                }),
                Settings.Idle([.. sets.Select(one => new SettledSet(one.Settings, one.Set.Place, [.. one.Set.Settings.Select(setting => setting.Option.Name)]))]));
        }

        return configuration is { Inputs.Count: > 0 }
            ? (settings.WithRequest(request => request with { Inputs = configuration.Inputs, BaseFolder = configuration.Folder }), settings.Idle())
            : throw Wrong("no input is given; `dotnet thumbs --help` tells what it can be");
    }

    /// <summary>The settings of one set of a configuration file: over those of the file, and under those of the command line.</summary>
    private static Settings SettleSet(ConfiguredSet set, string folder, Settings configured, ParsedCommandLine parsed, ProcessContext here)
    {
        var settings = configured.With(set.Settings, folder, Diagnostic.WrongConfiguration).With(parsed.Settings, here.Folder, Diagnostic.WrongOption);
        try
        {
            settings.Check();
            return settings;
        }
        catch (ThumbsException exception)
        {
            throw new ThumbsException(Diagnostic.WrongConfiguration.At(set.Place, exception.Problem.Text), exception);
        }
    }

    /// <returns>Absolute; <see langword="null"/> where there is no configuration.</returns>
    private static string? ConfigurationPath(ParsedCommandLine parsed, ProcessContext here)
    {
        if (parsed.ConfigFile is { Length: 0 })
            throw Wrong("--config: the value is empty");
        var path = Path.GetFullPath(parsed.ConfigFile ?? ConfigurationFile.DefaultName, here.Folder);
        return parsed.ConfigFile is not null || File.Exists(path) ? path : null;
    }

    /// <summary>
    /// On Windows a backslash before a quotation mark escapes it, and the argument continues up to the next one: no path
    /// there contains a quotation mark, nor does any value of an option.
    /// </summary>
    private static void CheckQuotes(string[] args)
    {
        if (OperatingSystem.IsWindows() && Array.Find(args, arg => arg.Contains('"', StringComparison.Ordinal)) is { } swallowed)
            throw Wrong($"{swallowed}: has a quotation mark in it, as comes of a backslash before one; write \"photos\" instead of \"photos\\\"");
    }

    /// <summary>Checks the options that depend on each other.</summary>
    private static void Check(Settings settings, ProcessContext here)
    {
        if (settings.Request.ManifestFile == Path.Combine(here.Folder, ConfigurationFile.DefaultName))
            throw Wrong($"--manifest: {ConfigurationFile.DefaultName} in the current folder would be read as the configuration of the next run; choose another name or folder");
        settings.Check();
    }

    private static ThumbsException Wrong(string text) => new(Diagnostic.WrongOption.At(null, text));
}
