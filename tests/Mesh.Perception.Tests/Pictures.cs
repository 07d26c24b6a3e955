using Mesh.Video;

namespace Mesh.Perception.Tests;

/// <summary>Pictures that are told apart easily.</summary>
internal static class Pictures
{
    /// <summary>Waves whose lengths and colours depend on the seed.</summary>
    public static RgbImage Waves(int width, int height, int seed)
    {
        var random = new Random(seed);
        var turns = Enumerable.Range(0, 6).Select(_ => random.NextDouble() * 0.6).ToArray();
        var image = new RgbImage(width, height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                for (var channel = 0; channel < 3; channel++)
                {
                    var phase = turns[2 * channel] * x + turns[2 * channel + 1] * y;
                    image[x, y][channel] = (byte)(127.5 + 127 * Math.Sin(phase));
                }
            }
        }
        return image;
    }

    /// <summary>The same picture with a little noise.</summary>
    public static RgbImage Noisy(RgbImage image, int seed)
    {
        var random = new Random(seed);
        return image with
        {
            Pixels = [.. image.Pixels.Select(value => (byte)Math.Clamp(value + random.Next(-3, 4), 0, 255))],
        };
    }
}
