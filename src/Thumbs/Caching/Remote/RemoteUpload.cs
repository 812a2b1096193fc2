using Thumbs.Images;

namespace Thumbs.Caching.Remote;

/// <summary>The content of one rendition, in a file and on the server.</summary>
/// <param name="Sha256">Of its bytes; its name on the server.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Path">The file that it is read from or written to; absolute.</param>
public sealed record RemoteContent(Digest Sha256, long Bytes, string Path);

/// <summary>What is uploaded for one source: contents first, then the entry that refers to them.</summary>
/// <param name="Name">Of the entry.</param>
/// <param name="Entry">Its bytes, less than 64 KiB.</param>
/// <param name="Contents">All that the entry refers to.</param>
public sealed record RemoteUpload(Digest Name, ReadOnlyMemory<byte> Entry, IReadOnlyList<RemoteContent> Contents);
