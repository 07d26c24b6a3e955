using System.Globalization;
using System.Text.RegularExpressions;
using Mesh.Video;
using Mesh.Video.Processors;

namespace Mesh.Parity.Tests;

/// <summary>Pillow's resize alone: every filter and size, byte for byte.</summary>
internal sealed partial class ResizeKind : IGoldenKind
{
    public bool Accepts(Golden golden) => golden.Names.Any(name => Name().IsMatch(name));

    public void Verify(Golden golden)
    {
        foreach (var name in golden.Names)
        {
            if (Name().Match(name) is not { Success: true } match)
                continue;

            var filter = Enum.Parse<PillowFilter>(match.Groups["filter"].Value, ignoreCase: true);
            var size = new PixelSize(Number(match.Groups["width"]), Number(match.Groups["height"]));
            var image = PixelGolden.Image(golden, $"in.{match.Groups["image"].Value}");
            var actual = PillowResize.Frame(image, size, filter).Pixels;
            Assert.True(actual.AsSpan().SequenceEqual(PixelGolden.Image(golden, name).Pixels), $"{name} differs.");
        }
    }

    private static int Number(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"^out\.(?<filter>box|bilinear|hamming|bicubic|lanczos)\.(?<image>\w+)\.(?<height>\d+)x(?<width>\d+)$")]
    private static partial Regex Name();
}
