using Thumbs.Imaging.Reading;

namespace Thumbs.Imaging.Tests;

/// <summary>The size and kind of a JPEG from its header.</summary>
public sealed class JpegHeaderTests : Workbench
{
    private static byte[] Jpeg(bool progressive = false)
    {
        using var chirp = TestImages.Chirp(801, 603);
        return chirp.JpegsaveBuffer(interlace: progressive);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Size_and_kind_are_read_from_the_frame_header(bool progressive) =>
        Assert.Equal(new JpegHeader(801, 603, progressive), JpegHeader.Of(Jpeg(progressive)));

    [Fact]
    public void Fill_bytes_before_a_marker_are_passed_over()
    {
        var jpeg = Jpeg();
        Assert.Equal(new(801, 603, IsProgressive: false), JpegHeader.Of([.. jpeg[..2], 0xFF, 0xFF, 0xFF, .. jpeg[2..]]));
    }

    [Fact]
    public void A_file_that_ends_or_is_no_longer_a_chain_of_segments_before_the_header_has_no_size()
    {
        var jpeg = Jpeg();
        Assert.Null(JpegHeader.Of(jpeg.AsSpan(0, 40)));
        Assert.Null(JpegHeader.Of(jpeg.AsSpan(0, 2)));
        jpeg[2] = 0;
        Assert.Null(JpegHeader.Of(jpeg));
    }

    [Fact]
    public void A_size_of_nothing_is_none() =>
        Assert.Null(JpegHeader.Of([0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0, 0, 0, 16, 1, 1, 0x11, 0]));
}
