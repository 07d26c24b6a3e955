using System.Text.Json;
using Mesh.Video;
using Mesh.Video.Processors;

namespace Mesh.Parity.Tests;

/// <summary>The published image processors: bytes after resize and crop, numbers, size rules.</summary>
internal sealed class ImageProcessorsKind : IGoldenKind
{
    private const int ByteStride = 97;
    private const int NumberStride = 211;
    private const int Patch = 14;
    private const int QwenMultiple = 28;
    private const int DepthSide = 518;

    public bool Accepts(Golden golden) => golden.Config.ValueKind == JsonValueKind.Object
        && golden.Config.TryGetProperty("processors", out _) && golden.Config.TryGetProperty("images", out _);

    public void Verify(Golden golden)
    {
        VerifyRules(golden);
        foreach (var setting in golden.Config.GetProperty("processors").EnumerateObject())
        {
            var processor = Processor(setting.Value);
            Assert.Equal(
                PixelGolden.Numbers(golden, $"act.{setting.Name}.lut"),
                processor.Normalization.Table().SelectMany(channel => channel));
            foreach (var image in golden.Config.GetProperty("images").EnumerateObject())
            {
                Verify(
                    golden, processor, $"{setting.Name}.{image.Name}", PixelGolden.Image(golden, $"in.{image.Name}"),
                    isQwen: setting.Value.GetProperty("cls").GetString() == "qwen");
            }
        }
    }

    private static void Verify(Golden golden, ImageProcessor processor, string key, RgbImage image, bool isQwen)
    {
        var resized = processor.Resized(image);
        long[] size = [resized.Height, resized.Width];
        Assert.Equal(PixelGolden.Integers(golden, $"act.{key}.resized_hw"), size);
        Assert.Equal(PixelGolden.Integers(golden, $"act.{key}.resized_crc32")[0], PixelGolden.Crc32(resized.Pixels));
        if (golden.Has($"act.{key}.resized"))
            Assert.Equal(PixelGolden.Image(golden, $"act.{key}.resized").Pixels, resized.Pixels);
        if (golden.Has($"act.{key}.resized_sample"))
            Assert.Equal(Bytes(golden, $"act.{key}.resized_sample"), Every(resized.Pixels, ByteStride));
        if (golden.Has($"act.{key}.crop_crc32"))
        {
            Assert.Equal(
                PixelGolden.Integers(golden, $"act.{key}.crop_crc32")[0],
                PixelGolden.Crc32(processor.Prepared(image).Pixels));
        }

        var square = $"act.llava_pad.{key.Split('.')[1]}.square_crc32";
        if (processor.PadToSquare && golden.Has(square))
            Assert.Equal(PixelGolden.Integers(golden, square)[0], PixelGolden.Crc32(processor.Squared(image).Pixels));
        VerifyNumbers(golden, processor, key, image, isQwen);
    }

    private static void VerifyNumbers(Golden golden, ImageProcessor processor, string key, RgbImage image, bool isQwen)
    {
        var (pixels, size) = processor.Process(image);
        long[] shape = isQwen
            ? [size.Height / Patch * (size.Width / Patch), 2 * 3 * Patch * Patch]
            : [3, size.Height, size.Width];
        var numbers = isQwen ? PatchRows.Of(pixels, size, Patch) : pixels;
        Assert.Equal(PixelGolden.Integers(golden, $"out.{key}.shape"), shape);
        Assert.Equal(PixelGolden.Numbers(golden, $"out.{key}.sample"), Every(numbers, NumberStride));
        if (golden.Has($"out.{key}.pixel_values"))
            Assert.Equal(PixelGolden.Numbers(golden, $"out.{key}.pixel_values"), numbers);
        if (golden.Has($"out.{key}.image_grid_thw"))
        {
            Assert.Equal(
                PixelGolden.Integers(golden, $"out.{key}.image_grid_thw"),
                new long[] { 1, size.Height / Patch, size.Width / Patch });
        }
    }

    private static void VerifyRules(Golden golden)
    {
        Rule("in.short.h_w_s", "out.short.hw", 3, row => SizeRules.ShorterSide((int)row[2]));
        Rule("in.dptsize.hw", "out.dptsize.hw", 2, _ => SizeRules.NearestScale(new(DepthSide, DepthSide), Patch));
        Rule("in.smart.h_w_min_max", "out.smart.hw", 4, row => SizeRules.PixelBudget(QwenMultiple, row[2], row[3]));

        void Rule(string input, string output, int width, Func<long[], SizeRule> rule)
        {
            if (!golden.Has(input))
                return;

            Assert.Equal(PixelGolden.Integers(golden, output), PixelGolden.Integers(golden, input).Chunk(width)
                .SelectMany(row => rule(row)(new((int)row[1], (int)row[0])) is var size
                    ? new long[] { size.Height, size.Width } : []));
        }
    }

    private static ImageProcessor Processor(JsonElement settings)
    {
        var size = settings.GetProperty("size");
        return new ImageProcessor
        {
            Size = settings.GetProperty("cls").GetString() switch
            {
                "qwen" => SizeRules.PixelBudget(
                    QwenMultiple, size.GetProperty("shortest_edge").GetInt64(),
                    size.GetProperty("longest_edge").GetInt64()),
                "dpt" => SizeRules.NearestScale(Size(size), settings.GetProperty("ensure_multiple_of").GetInt32()),
                "vit" => SizeRules.Exact(Size(size)),
                "clip" or "llava" or "bit" => SizeRules.ShorterSide(size.GetProperty("shortest_edge").GetInt32()),
                var other => throw new NotSupportedException($"The image processor '{other}' is not supported."),
            },
            CropSize = settings.Optional("crop_size") is { } crop ? Size(crop) : null,
            PadToSquare = settings.Optional("do_pad") is { ValueKind: JsonValueKind.True },
            Filter = settings.Integer("resample", 3) switch
            {
                1 => PillowFilter.Lanczos,
                2 => PillowFilter.Bilinear,
                3 => PillowFilter.Bicubic,
                4 => PillowFilter.Box,
                _ => PillowFilter.Hamming,
            },
            Normalization = new(
                Numbers(settings, "image_mean") ?? PixelNormalization.Clip.Mean,
                Numbers(settings, "image_std") ?? PixelNormalization.Clip.Deviation),
        };
    }

    private static PixelSize Size(JsonElement size) =>
        new(size.GetProperty("width").GetInt32(), size.GetProperty("height").GetInt32());

    private static double[]? Numbers(JsonElement settings, string name) =>
        settings.Optional(name) is { } list ? [.. list.EnumerateArray().Select(item => item.GetDouble())] : null;

    private static byte[] Bytes(Golden golden, string name)
    {
        using var tensor = golden[name];
        return tensor.data<byte>().ToArray();
    }

    private static IEnumerable<T> Every<T>(T[] values, int stride) => values.Where((_, i) => i % stride == 0);
}
