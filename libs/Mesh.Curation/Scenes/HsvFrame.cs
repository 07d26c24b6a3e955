using System.Numerics;
using Mesh.Video.Scan;

namespace Mesh.Curation.Scenes;

/// <summary>
/// Hue, saturation and value of a frame at the size of its chroma. Saturation is not divided by value (HSV's chroma),
/// which is noise where the picture is dark.
/// </summary>
internal sealed class HsvFrame
{
    /// <summary>Below this much chroma a hue says nothing.</summary>
    private const byte Colourful = 24;

    private const int Parts = 4;
    private const int Reach = 7;

    private readonly int _width;
    private readonly int _pixels;
    private readonly byte[] _planes;

    private HsvFrame(int width, int height) =>
        (_width, _pixels, _planes) = (width, width * height, new byte[3 * width * height]);

    public static HsvFrame Of(ScanFrame frame)
    {
        var size = frame.ChromaSize;
        var hsv = new HsvFrame(size.Width, size.Height);
        var hue = hsv._planes.AsSpan(0, hsv._pixels);
        var chroma = hsv._planes.AsSpan(hsv._pixels, hsv._pixels);
        var value = hsv._planes.AsSpan(2 * hsv._pixels);
        var (samples, stride) = (frame.Samples, frame.Size.Width);
        var (blues, reds) = (samples.Length * 2 / 3, samples.Length * 5 / 6);
        for (var y = 0; y < size.Height; y++)
        {
            var upper = samples.AsSpan(2 * y * stride, stride);
            var lower = samples.AsSpan((2 * y + 1) * stride, stride);
            for (var x = 0; x < size.Width; x++)
            {
                var at = y * size.Width + x;
                var light = upper[2 * x] + upper[2 * x + 1] + lower[2 * x] + lower[2 * x + 1] + 2 >> 2;
                (hue[at], chroma[at], value[at]) = Pixel(light, samples[blues + at] - 128, samples[reds + at] - 128);
            }
        }
        return hsv;
    }

    /// <summary>Mean difference over hue, saturation and value, 0 to 255.</summary>
    public static double Difference(HsvFrame one, HsvFrame other)
    {
        var n = one._pixels;
        ReadOnlySpan<byte> a = one._planes, b = other._planes;
        var (total, i) = (0L, 0);
        var colourful = new Vector<byte>(Colourful);
        for (; i <= n - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            var turn = Distance(new(a[i..]), new(b[i..]));
            turn = Vector.Min(Vector.Min(turn, Vector<byte>.Zero - turn), new Vector<byte>(127));  // hue is a circle
            var (ca, cb) = (new Vector<byte>(a[(n + i)..]), new Vector<byte>(b[(n + i)..]));
            turn &= Vector.GreaterThan(Vector.Min(ca, cb), colourful);
            total += Sum(turn + turn) + Sum(Distance(ca, cb))
                + Sum(Distance(new(a[(2 * n + i)..]), new(b[(2 * n + i)..])));
        }
        for (; i < n; i++)
            total += one.Difference(i, other, i);
        return total / (3.0 * n);
    }

    /// <summary>Mean difference where every part of the frame may have moved on its own, 0 to 255.</summary>
    /// <remarks>A part is a quarter of each side and moves by up to a seventh; a fourth of the pixels counts.</remarks>
    public static double DifferenceMoved(HsvFrame one, HsvFrame other)
    {
        var (width, height) = (one._width, one._pixels / one._width);
        var sum = 0.0;
        for (var part = 0; part < Parts * Parts; part++)
        {
            var (left, top) = (part % Parts * width / Parts, part / Parts * height / Parts);
            var (right, bottom) = ((part % Parts + 1) * width / Parts, (part / Parts + 1) * height / Parts);
            var least = double.MaxValue;
            for (var y = Math.Max(-height / Reach, -top); y <= Math.Min(height / Reach, height - bottom); y++)
            {
                for (var x = Math.Max(-width / Reach, -left); x <= Math.Min(width / Reach, width - right); x++)
                    least = Math.Min(least, DifferenceMoved(one, other, (left, top, right, bottom), y * width + x));
            }
            sum += least;
        }
        return sum / (Parts * Parts);
    }

    private static double DifferenceMoved(
        HsvFrame one, HsvFrame other, (int Left, int Top, int Right, int Bottom) part, int step)
    {
        var (total, count) = (0L, 0);
        for (var y = part.Top; y < part.Bottom; y += 2)
        {
            for (var x = part.Left; x < part.Right; x += 2)
            {
                var at = y * one._width + x;
                total += one.Difference(at, other, at + step);
                count++;
            }
        }
        return total / (3.0 * Math.Max(1, count));
    }

    private int Difference(int at, HsvFrame other, int there)
    {
        var n = _pixels;
        var turn = Math.Abs(_planes[at] - other._planes[there]);
        turn = Math.Min(Math.Min(turn, 256 - turn), 127);
        return (Math.Min(_planes[n + at], other._planes[n + there]) > Colourful ? 2 * turn : 0)
            + Math.Abs(_planes[n + at] - other._planes[n + there])
            + Math.Abs(_planes[2 * n + at] - other._planes[2 * n + there]);
    }

    private static Vector<byte> Distance(Vector<byte> a, Vector<byte> b) => Vector.Max(a, b) - Vector.Min(a, b);

    private static long Sum(Vector<byte> values)
    {
        Vector.Widen(values, out var low, out var high);
        return Vector.Sum(low + high);  // at most 64 values of 255: no overflow
    }

    // BT.601 in sixteenths of a thousand; which matrix a film uses matters little to a difference.
    private static (byte Hue, byte Chroma, byte Value) Pixel(int light, int blue, int red)
    {
        var r = Byte(light + (91881 * red >> 16));
        var g = Byte(light - (22554 * blue + 46802 * red >> 16));
        var b = Byte(light + (116130 * blue >> 16));
        var (most, least) = (Math.Max(r, Math.Max(g, b)), Math.Min(r, Math.Min(g, b)));
        var spread = most - least;
        if (spread == 0)
            return (0, 0, (byte)most);
        var sixth = most == r ? 256 * (g - b) / spread : most == g ? 512 + 256 * (b - r) / spread
            : 1024 + 256 * (r - g) / spread;
        return ((byte)(sixth / 6), (byte)spread, (byte)most);
    }

    private static int Byte(int value) => Math.Clamp(value, 0, 255);
}
