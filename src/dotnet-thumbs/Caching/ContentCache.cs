using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

using Thumbs.Diagnostics;
using Thumbs.Freshness;

namespace Thumbs.Caching;

/// <summary>
/// A folder that keeps what was ever made, by content: a rendition that any run on this machine has made is copied from there,
/// whatever project or checkout asks for it. Any number of processes may read and write it at once.
/// </summary>
/// <remarks>
/// <c>sources/ab/cd…</c> is named after the SHA-256 of a source and tells, in the lines of a state file behind a line with
/// their own SHA-256, what was made of it, by which keys, and the SHA-256 of each rendition; <c>content/ab/cd…</c> is named after that and holds the rendition's bytes. Every
/// file is written beside its place and renamed. Two processes that record the same source at once may lose one of both
/// records, and the rendition is made once more; nothing else can be lost. Not asynchronous: an entry is a few hundred bytes, and
/// a rendition a few thousand, less than a switch of threads.
/// </remarks>
/// <param name="folder">Absolute; need not exist.</param>
internal sealed class ContentCache(string folder)
{
    /// <summary>How exactly the time of the last use is kept: to write it at every use would cost as much as the use.</summary>
    private static readonly TimeSpan UseTick = TimeSpan.FromHours(1);

    /// <summary>In bytes, with its line end.</summary>
    private const int SumLength = 65;

    private readonly DateTime _now = DateTime.UtcNow;
    private bool _isShut;

    /// <summary>Whether there is nothing in it yet.</summary>
    public bool IsEmpty { get; } = !Directory.Exists(Path.Join(folder, CacheLayout.Sources));

    /// <summary>What went wrong with it since it was last asked: never more than the loss of time.</summary>
    public List<Problem> Problems { get; } = [];

    /// <summary>What is known of a source.</summary>
    /// <param name="source">Of its bytes.</param>
    /// <param name="keys">Takes up the keys of its renditions.</param>
    public SourceRecord? Find(Digest source, KeyTable keys)
    {
        if (_isShut)
            return null;
        var path = CacheLayout.SourcePath(folder, source);
        try
        {
            var record = Read(path, keys);
            if (record is not null && record.Sha256 != source)
                throw new JsonException("It is of another source.");
            if (record is not null)
                Use(path);
            return record;
        }
        catch (JsonException exception)
        {
            Drop(path, exception.Message);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Shut(exception);
            return null;
        }
    }

    /// <summary>Where the bytes of a rendition are, if they are there.</summary>
    public string PathOf(Digest rendition)
    {
        var path = CacheLayout.ContentPath(folder, rendition);
        Use(path);
        return path;
    }

    /// <summary>Takes an entry out whose bytes are not those that it is named after.</summary>
    public void DropContent(Digest rendition)
    {
        var path = CacheLayout.ContentPath(folder, rendition);
        if (File.Exists(path))
            Drop(path, "its bytes are not what they were");
    }

    /// <summary>Keeps what was made of a source.</summary>
    /// <param name="record">The source with these renditions.</param>
    /// <param name="keys">That the record refers to.</param>
    /// <param name="pathOf">Where a rendition stands.</param>
    public void Keep(SourceRecord record, KeyTable keys, Func<RenditionRecord, string> pathOf)
    {
        if (_isShut)
            return;
        try
        {
            foreach (var rendition in record.Renditions)
                KeepContent(rendition.Sha256, pathOf(rendition));
            KeepRecord(record, keys);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Shut(exception);
        }
    }

    /// <summary>What an entry tells of its source; <see langword="null"/> where there is no entry.</summary>
    /// <exception cref="JsonException">It is damaged.</exception>
    public static SourceRecord? Read(string path, KeyTable keys)
    {
        if (!File.Exists(path))
            return null;
        var bytes = File.ReadAllBytes(path).AsSpan();
        if (bytes.Length <= SumLength || !bytes[..SumLength].SequenceEqual(SumOf(bytes[SumLength..])))
            throw new JsonException("It is not what was written.");
        var reader = new StateReader(keys);
        SourceRecord? record = null;
        FileLines.Take(bytes[SumLength..], line => record = reader.Read(line) ?? record);
        return record;
    }

    /// <summary>The first line of an entry: the SHA-256 of all the others, in hex digits.</summary>
    private static byte[] SumOf(ReadOnlySpan<byte> lines) => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(lines)) + '\n');

    /// <summary>Notes that an entry was of use, so that it is kept longer than others.</summary>
    private void Use(string path)
    {
        try
        {
            var last = File.GetLastWriteTimeUtc(path);
            if (last.Year > 1601 && (_now - last).Duration() > UseTick)
                File.SetLastWriteTimeUtc(path, _now);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A cache that cannot be written to is of use all the same.
        }
    }

    private void KeepContent(Digest rendition, string from)
    {
        var path = CacheLayout.ContentPath(folder, rendition);
        if (File.Exists(path))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = TemporaryFile.BesideOf(path);
        File.Copy(from, temporary);
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Adds to what is known of the source.</summary>
    private void KeepRecord(SourceRecord record, KeyTable keys)
    {
        var path = CacheLayout.SourcePath(folder, record.Sha256);
        var known = Find(record.Sha256, keys)?.Renditions ?? [];
        var now = record.Renditions.Select(rendition => rendition with { Output = "", Modified = 0 }).ToList();
        var all = now.Concat(known.Where(old => !now.Exists(one => one.Recipe == old.Recipe))).ToArray();
        using var writer = new StateWriter(keys);
        writer.Begin();
        writer.Add(record with { Source = "", Modified = 0, Renditions = all });
        writer.End();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = TemporaryFile.BesideOf(path);
        File.WriteAllBytes(temporary, [.. SumOf(writer.Lines.Span), .. writer.Lines.Span]);
        File.Move(temporary, path, overwrite: true);
    }

    private void Drop(string path, string why)
    {
        Problems.Add(Diagnostic.CacheEntryDropped.At(path, $"The entry was dropped: {why}"));
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Shut(exception);
        }
    }

    /// <summary>The run goes on without it: what it cannot give is made.</summary>
    private void Shut(Exception exception)
    {
        if (!_isShut)
            Problems.Add(Diagnostic.CacheUnusable.At(folder, $"The cache is left alone in this run: {exception.Message}"));
        _isShut = true;
    }
}
