using System.Diagnostics;
using System.Text.Json;

using Thumbs.Diagnostics;
using Thumbs.Freshness;
using Thumbs.Imaging.Library;
using Thumbs.Planning;
using Thumbs.Pool;

namespace Thumbs.Engine;

/// <summary>A libvips of the system, described by a process of its own: this one loads no foreign code.</summary>
/// <param name="Library">The file, absolute, or <see cref="Request.SystemsLibvips"/>.</param>
/// <param name="Loaders">That are let in by name.</param>
/// <param name="Probe">What it told.</param>
public sealed record LibvipsInUse(string Library, IReadOnlyList<string> Loaders, LibraryProbe Probe)
{
    /// <summary>Loading a hundred libraries from a slow disk takes seconds.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>What decides the bytes of renditions.</summary>
    public EngineVersions Versions => EngineVersions.OfSystem(Probe.Facts.LibvipsVersion, Probe.Digest);

    /// <returns><see langword="null"/> where the request is for that of this package.</returns>
    /// <exception cref="ThumbsException">It cannot be used (THUMB0117).</exception>
    public static async Task<LibvipsInUse?> OfAsync(Request request, CancellationToken cancellation)
    {
        if (request.Libvips is not { } library)
            return null;
        if (library != Request.SystemsLibvips && !File.Exists(library))
            throw Unusable("there is no such file");
        var probe = await ProbeAsync(ImagingCommand.ForProbe(library, request.Loaders), cancellation);
        return probe.Fault is { } fault ? throw Unusable(fault) : new(library, request.Loaders, probe);

        ThumbsException Unusable(string why) => new(Diagnostic.LibvipsUnusable.At(path: null, $"{request.Spell(OptionName.Libvips)} {library}: {why}"));
    }

    private static async Task<LibraryProbe> ProbeAsync(WorkerCommand command, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(command.FileName, command.Arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in command.Environment)
            start.Environment[name] = value;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        using var process = Process.Start(start)!;
        try
        {
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var told = await process.StandardOutput.ReadToEndAsync(limit.Token);
            var said = await errors;
            return told.Length > 0 ? LibraryProbe.Read(told) : LibraryProbe.Failed($"the process that loaded it died{FailureTexts.Said(said)}");
        }
        catch (JsonException)
        {
            return LibraryProbe.Failed("the process that loaded it wrote nonsense");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return LibraryProbe.Failed($"it was not loaded within {Limit.TotalSeconds} s");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
