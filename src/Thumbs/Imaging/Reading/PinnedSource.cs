using System.Buffers;

using VipsSource = NetVips.Source;

using Thumbs.Planning;

namespace Thumbs.Imaging.Reading;

/// <summary>Bytes that libvips reads in place: they, and this object, have to outlive every image that is opened from them.</summary>
public sealed class PinnedSource : IDisposable
{
    private MemoryHandle _pin;

    public PinnedSource(ReadOnlyMemory<byte> bytes)
    {
        _pin = bytes.Pin();
        Source = VipsSource.NewFromMemory(bytes.Span);
    }

    public VipsSource Source { get; }

    public void Dispose()
    {
        Source.Dispose();
        _pin.Dispose();
    }
}
