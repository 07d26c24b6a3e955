using Mesh.Gateway.Uploads;

namespace Mesh.Gateway.Tests.Uploads;

public sealed class ImageHeaderTests
{
    [Fact]
    public void A_png_tells_its_size() =>
        Assert.Equal(new(".png", 640, 480), ImageHeader.Read(Pictures.Png(640, 480)));

    [Fact]
    public void A_jpeg_tells_its_size_behind_its_metadata() =>
        Assert.Equal(new(".jpg", 640, 480), ImageHeader.Read(Pictures.Jpeg(640, 480, metadata: 50_000)));

    [Fact]
    public void A_picture_cut_off_anywhere_is_none_or_the_same()
    {
        foreach (var whole in (byte[][])[Pictures.Png(640, 480), Pictures.Jpeg(640, 480, 300)])
        {
            for (var length = 0; length < whole.Length; length++)
            {
                if (ImageHeader.Read(whole.AsSpan(0, length)) is { } header)
                    Assert.Equal((640, 480), (header.Width, header.Height));
            }
        }
    }

    [Fact]
    public void A_jpeg_whose_segments_have_no_length_is_none() =>
        Assert.Null(ImageHeader.Read((byte[])[0xFF, 0xD8, 0xFF, 0xE0, 0, 0, .. new byte[100]]));
}
