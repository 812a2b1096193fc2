using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

using Thumbs.Images;

namespace Thumbs.Freshness;

/// <summary>Writes records as the lines of the state file and the journal.</summary>
/// <remarks>
/// The lines form a JSON array, with an element and its <see cref="Checksum"/> a line. The first element is the header,
/// <c>{"version":3}</c>, without a checksum. A string is the key of a rendition; keys are numbered from 0 in the order of their lines. An array is a source: name, bytes,
/// time, SHA-256, format, width, height, pages, alpha, its placeholder (colour, data URI, ThumbHash; or null), and an array of its renditions, each with output, number of the key, width,
/// height, size, time, SHA-256. A journal is never ended; a run that continues one begins with a header and new key numbers.
/// Written by hand for the reason given at <see cref="Images.OrderJson"/>.
/// </remarks>
/// <param name="keys">The keys that the records refer to.</param>
public sealed class StateWriter(KeyTable keys) : IDisposable
{
    /// <summary>The version of the format. Of earlier ones, only what is needed to know which files are ours is read.</summary>
    public const int Version = 3;

    public const int VersionWithoutChecksums = 1;

    private readonly ArrayBufferWriter<byte> _lines = new(1024);
    private readonly Utf8JsonWriter _json = new(Stream.Null);

    /// <summary>The number of each key of <see cref="KeyTable"/> in the lines, -1 where it was not written yet.</summary>
    private readonly List<int> _numbers = [];
    private int _next;
    private int _lineStart;

    /// <summary>All that was written since the last <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Lines => _lines.WrittenMemory;

    public void Clear() => _lines.ResetWrittenCount();

    public void Begin()
    {
        Start('[');
        _json.WriteStartObject();
        _json.WriteNumber("version", Version);
        _json.WriteEndObject();
        _json.Flush();
        _lines.Write("\n"u8);
    }

    /// <summary>Writes a record, after those of its keys that the lines do not have yet.</summary>
    public void Add(SourceRecord record)
    {
        foreach (var rendition in record.Renditions)
            WriteKey(rendition.Recipe);
        Start(',');
        _json.WriteStartArray();
        _json.WriteStringValue(record.Source);
        _json.WriteNumberValue(record.Facts.Bytes);
        _json.WriteNumberValue(record.Modified);
        Write(record.Facts.Sha256);
        _json.WriteStringValue(FactsJson.KindOf(record.Facts));
        _json.WriteNumberValue(record.Facts.Width);
        _json.WriteNumberValue(record.Facts.Height);
        _json.WriteNumberValue(record.Facts.Pages);
        _json.WriteBooleanValue(record.Facts.Alpha);
        Write(record.Facts.Placeholder);
        _json.WriteStartArray();
        foreach (var rendition in record.Renditions)
            Write(rendition);
        _json.WriteEndArray();
        _json.WriteEndArray();
        Close();
    }

    /// <summary>Writes the end.</summary>
    public void End() => _lines.Write("]\n"u8);

    public void Dispose() => _json.Dispose();

    private void WriteKey(int number)
    {
        if (keys.KeyOf(number) is not { } key)
            return;
        while (_numbers.Count <= number)
            _numbers.Add(-1);
        if (_numbers[number] >= 0)
            return;
        _numbers[number] = _next++;
        Start(',');
        _json.WriteStringValue(key);
        Close();
    }

    private void Write(Placeholder? placeholder)
    {
        if (placeholder is null)
        {
            _json.WriteNullValue();
            return;
        }

        _json.WriteStartArray();
        _json.WriteStringValue(placeholder.Colour);
        _json.WriteStringValue(placeholder.Data);
        _json.WriteStringValue(placeholder.ThumbHash);
        _json.WriteEndArray();
    }

    private void Write(RenditionRecord rendition)
    {
        _json.WriteStartArray();
        _json.WriteStringValue(rendition.Output);
        _json.WriteNumberValue(keys.KeyOf(rendition.Recipe) is null ? RenditionRecord.Obsolete : _numbers[rendition.Recipe]);
        _json.WriteNumberValue(rendition.Facts.Width);
        _json.WriteNumberValue(rendition.Facts.Height);
        _json.WriteNumberValue(rendition.Facts.Bytes);
        _json.WriteNumberValue(rendition.Modified);
        Write(rendition.Facts.Sha256);
        _json.WriteEndArray();
    }

    private void Write(Digest digest)
    {
        Span<char> text = stackalloc char[Digest.Size * 2];
        digest.TryFormat(text);
        _json.WriteStringValue(text);
    }

    private void Start(char mark)
    {
        _lineStart = _lines.WrittenCount;
        _lines.Write([(byte)mark]);
        _json.Reset(_lines);
    }

    private void Close()
    {
        _json.Flush();
        Span<byte> end = stackalloc byte[12];
        Utf8Formatter.TryFormat(Checksum.Of(_lines.WrittenSpan[_lineStart..]), end[1..], out var digits);
        end[0] = (byte)',';
        end[digits + 1] = (byte)'\n';
        _lines.Write(end[..(digits + 2)]);
    }
}
