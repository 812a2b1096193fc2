using System.Buffers;
using System.Net;
using System.Security.Cryptography;

namespace Thumbs.Caching.Remote;

/// <summary>The file to be sent has changed or cannot be read: no fault of the server.</summary>
public sealed class UnsendableException(string path, Exception? inner = null) : Exception($"{path} is not what was made.", inner);

/// <summary>
/// Sends a file whose hash is known. Its last block is sent only when the hash of all is right: a file that was edited
/// never reaches the server completely.
/// </summary>
public sealed class FileBody(RemoteContent content, Action<int> sent) : HttpContent
{
    private const int BlockSize = 64 * 1024;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            await using var file = Open();
            for (var left = content.Bytes; left > 0;)
            {
                var length = (int)Math.Min(left, BlockSize);
                await ReadAsync(file, block.AsMemory(0, length), cancellationToken);
                hash.AppendData(block, 0, length);
                left -= length;
                if (left == 0 && Convert.ToHexStringLower(hash.GetHashAndReset()) != content.Sha256.ToString())
                    throw new UnsendableException(content.Path);
                await stream.WriteAsync(block.AsMemory(0, length), cancellationToken);
                sent(length);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = content.Bytes;
        return true;
    }

    private FileStream Open()
    {
        try
        {
            return new(content.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnsendableException(content.Path, exception);
        }
    }

    private async Task ReadAsync(FileStream file, Memory<byte> block, CancellationToken cancellation)
    {
        try
        {
            await file.ReadExactlyAsync(block, cancellation);
        }
        catch (IOException exception)
        {
            throw new UnsendableException(content.Path, exception);
        }
    }
}
