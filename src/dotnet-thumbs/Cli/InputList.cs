using System.Text;

using Thumbs.Diagnostics;

namespace Thumbs.Cli;

/// <summary>Inputs, with <c>-</c> replaced by the paths from standard input.</summary>
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

    /// <summary>UTF-8, or the encoding of a byte order mark: a name that was decoded wrongly would only be reported as missing.</summary>
    private static async Task<string> TextAsync(Stream stream, CancellationToken cancellation)
    {
        try
        {
            using var reader = new StreamReader(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));

            // Reading a console or a pipe cannot be interrupted.
            return await reader.ReadToEndAsync(cancellation).WaitAsync(cancellation);
        }
        catch (DecoderFallbackException exception)
        {
            throw new ThumbsException(
                Diagnostic.NoSuchInput.At(null, "standard input is not UTF-8; in a console of Windows, `chcp 65001` has programs write it"), exception);
        }
    }

    /// <summary>A NUL means that NUL separates the paths, as from <c>find -print0</c>: then a line break is part of a name.</summary>
    private static List<string> Split(string text)
    {
        var paths = text.Contains('\0', StringComparison.Ordinal)
            ? text.Split('\0')
            : text.Split('\n').Select(line => line.TrimEnd('\r'));
        return [.. paths.Where(path => path.Length > 0)];
    }
}
