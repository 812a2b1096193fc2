using System.Text;

using Thumbs.Diagnostics;

namespace Thumbs.Cli;

/// <summary>Inputs, with <c>-</c> replaced by the paths that standard input lists.</summary>
internal static class InputList
{
    private const string StandardInput = "-";

    /// <param name="inputs">As given.</param>
    /// <param name="standardInput">Read to its end only where <c>-</c> is among the inputs.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="ThumbsException">Standard input lists nothing, is not UTF-8, or is asked for twice.</exception>
    public static Task<IReadOnlyList<string>> ReadAsync(
        IReadOnlyList<string> inputs, Func<Stream> standardInput, CancellationToken cancellation)
    {
        return inputs.Count(input => input == StandardInput) switch
        {
            0 => Task.FromResult(inputs),
            1 => ReplacedAsync(inputs, standardInput(), cancellation),
            _ => throw new ThumbsException(Diagnostic.WrongOption.At(null, "-: standard input can be read only once")),
        };
    }

    private static async Task<IReadOnlyList<string>> ReplacedAsync(IReadOnlyList<string> inputs, Stream stream, CancellationToken cancellation)
    {
        await using (stream.ConfigureAwait(false))
        {
            var paths = Split(await TextAsync(stream, cancellation));
            return paths.Count > 0
                ? [.. inputs.SelectMany(input => input == StandardInput ? paths : [input])]
                : throw new ThumbsException(Diagnostic.NoSuchInput.At(null, "standard input lists no path"));
        }
    }

    /// <summary>UTF-8, or what a byte order mark says: a name that was read in the wrong encoding would only be told as a file that is not there.</summary>
    private static async Task<string> TextAsync(Stream stream, CancellationToken cancellation)
    {
        try
        {
            using var reader = new StreamReader(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));

            // A console or a pipe is read in a call that nothing interrupts.
            return await reader.ReadToEndAsync(cancellation).WaitAsync(cancellation);
        }
        catch (DecoderFallbackException exception)
        {
            throw new ThumbsException(
                Diagnostic.NoSuchInput.At(null, "standard input is not UTF-8; in a console of Windows, `chcp 65001` has programs write it"), exception);
        }
    }

    /// <summary>A NUL anywhere says that NUL separates the paths, as from <c>find -print0</c>: then a line break belongs to a name.</summary>
    private static List<string> Split(string text)
    {
        var paths = text.Contains('\0', StringComparison.Ordinal)
            ? text.Split('\0')
            : text.Split('\n').Select(line => line.TrimEnd('\r'));
        return [.. paths.Where(path => path.Length > 0)];
    }
}
