using Mesh.Editing.Windows;

namespace Mesh.Editing.Composition;

/// <summary>A colour, each channel in [0, 1].</summary>
internal readonly record struct Rgb(float R, float G, float B)
{
    public static Rgb operator +(Rgb a, Rgb b) => new(a.R + b.R, a.G + b.G, a.B + b.B);

    public static Rgb operator -(Rgb a, Rgb b) => new(a.R - b.R, a.G - b.G, a.B - b.B);

    public static Rgb operator *(float factor, Rgb a) => new(factor * a.R, factor * a.G, factor * a.B);

    public static Rgb Of(ReadOnlySpan<byte> pixel) => new(pixel[0] / 255f, pixel[1] / 255f, pixel[2] / 255f);

    public static Rgb At(PlanarFrame frame, int pixel) => new(
        frame.Samples[pixel], frame.Samples[frame.Area + pixel], frame.Samples[2 * frame.Area + pixel]);

    /// <summary>Squared length.</summary>
    public float Square => R * R + G * G + B * B;

    /// <summary>The largest channel without its sign.</summary>
    public float Largest => Math.Max(Math.Abs(R), Math.Max(Math.Abs(G), Math.Abs(B)));

    public static Rgb Mix(Rgb a, Rgb b, float share) => a + share * (b - a);

    /// <summary>Rounded to the nearest bytes.</summary>
    public void Write(Span<byte> pixel) => (pixel[0], pixel[1], pixel[2]) = (Byte(R), Byte(G), Byte(B));

    private static byte Byte(float value) => (byte)(Math.Clamp(value, 0, 1) * 255 + 0.5f);
}
