using System.Buffers;
using System.Security.Cryptography;

namespace Thumbs.Caching.Remote;

/// <summary>Reads what a server sends, at most one byte more than expected.</summary>
public static class AnswerBody
{
    private const int BlockSize = 64 * 1024;

    /// <summary>A small body of a size that is not known.</summary>
    /// <param name="answer">Of status 200.</param>
    /// <param name="most">The bytes that it may have.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ServerFaultException">It is longer, or ends early.</exception>
    public static async Task<byte[]> ReadAsync(HttpResponseMessage answer, int most, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        await CopyAsync(answer, bytes, most, static _ => { }, cancellation);
        return bytes.ToArray();
    }

    /// <summary>Content that is known by its hash, into a file.</summary>
    /// <param name="answer">Of status 200.</param>
    /// <param name="expected">What it has to be, and where it goes.</param>
    /// <param name="came">Receives the length of each block.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ServerFaultException">It is something else, or ends early. The file exists then too.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static async Task SaveAsync(
        HttpResponseMessage answer, RemoteContent expected, Action<ReadOnlyMemory<byte>> came, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var file = new FileStream(expected.Path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        await using (file)
        {
            var length = await CopyAsync(answer, file, expected.Bytes, Take, cancellation);
            if (length < expected.Bytes)
                throw new ServerFaultException("ends an answer early", FaultKind.Transient);
        }

        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != expected.Sha256.ToString())
            throw new ServerFaultException("sends content that is not what it is named after", FaultKind.Garbled);

        void Take(ReadOnlyMemory<byte> block)
        {
            hash.AppendData(block.Span);
            came(block);
        }
    }

    private static async Task<long> CopyAsync(
        HttpResponseMessage answer, Stream to, long most, Action<ReadOnlyMemory<byte>> came, CancellationToken cancellation)
    {
        if (answer.Content.Headers.ContentLength > most)
            throw TooLong();
        var total = 0L;
        var block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            var from = await answer.Content.ReadAsStreamAsync(cancellation);
            while (await ReadAsync(from, block.AsMemory(0, (int)Math.Min(block.Length, most + 1 - total)), cancellation) is > 0 and var read)
            {
                total += read;
                if (total > most)
                    throw TooLong();
                came(block.AsMemory(0, read));
                await to.WriteAsync(block.AsMemory(0, read), cancellation);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }

        return total;
    }

    /// <summary>Separates faults of the server from those of the disk, which have the same exception type.</summary>
    private static async ValueTask<int> ReadAsync(Stream from, Memory<byte> block, CancellationToken cancellation)
    {
        try
        {
            return await from.ReadAsync(block, cancellation);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw ServerFaultException.Of(exception);
        }
    }

    private static ServerFaultException TooLong() => new("sends more than there should be", FaultKind.Garbled);
}
