namespace Mesh.Scenes;

/// <summary>Maps scene lengths to pixels: one unit is the shorter side, 0 to 1 spans the central square.</summary>
internal readonly record struct FrameSize(int Height, int Width)
{
    public float Scale => Math.Min(Height, Width);

    public double Aspect => (double)Width / Height;

    public int Pixels => Height * Width;

    /// <summary>Pixel column of x = 0.</summary>
    public float Left => (Width - Scale) / 2;

    /// <summary>Pixel row of y = 0.</summary>
    public float Top => (Height - Scale) / 2;
}
