using Mesh.Scenes;

namespace Mesh.Curation.Tests.Films;

/// <summary>An endless picture of noise at several scales, in colours of its own: something to hold on to everywhere.
/// </summary>
internal sealed class Texture
{
    private const int Side = 512;

    // Cells of the noise at each scale, and how much it counts.
    private static readonly (int Cell, float Share)[] Scales = [(24, 0.5f), (12, 0.3f), (6, 0.2f)];

    private readonly float[] _picture = new float[Side * Side];
    private readonly double[] _low = new double[3];
    private readonly double[] _high = new double[3];

    public Texture(ulong seed)
    {
        var random = new SceneRandom(seed);
        foreach (var (cell, share) in Scales)
            AddNoise(random, cell, share);
        for (var channel = 0; channel < 3; channel++)
        {
            _low[channel] = random.Between(20, 110);
            _high[channel] = random.Between(120, 250);
        }
    }

    /// <summary>Draws a view: pixel (x, y) shows the point that the matrix puts there.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="view">From pixels around the middle of the frame to the picture.</param>
    /// <param name="rgb">Height * width * 3 bytes.</param>
    public void Draw(int width, int height, View view, byte[] rgb)
    {
        var (cosine, sine) = (Math.Cos(-view.Turn) / view.Zoom, Math.Sin(-view.Turn) / view.Zoom);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (px, py) = (x - (width - 1) / 2.0 - view.X, y - (height - 1) / 2.0 - view.Y);
                var value = Value(cosine * px - sine * py, sine * px + cosine * py);
                for (var channel = 0; channel < 3; channel++)
                {
                    var colour = _low[channel] + value * (_high[channel] - _low[channel]);
                    rgb[(y * width + x) * 3 + channel] = (byte)(colour + 0.5);
                }
            }
        }
    }

    private double Value(double x, double y)
    {
        var (column, row) = ((int)Math.Floor(x), (int)Math.Floor(y));
        var (fx, fy) = (x - column, y - row);
        var (left, right) = (column & (Side - 1), (column + 1) & (Side - 1));
        var (top, bottom) = ((row & (Side - 1)) * Side, ((row + 1) & (Side - 1)) * Side);
        var upper = _picture[top + left] * (1 - fx) + _picture[top + right] * fx;
        var lower = _picture[bottom + left] * (1 - fx) + _picture[bottom + right] * fx;
        return upper * (1 - fy) + lower * fy;
    }

    private void AddNoise(SceneRandom random, int cell, float share)
    {
        var count = Side / cell + 1;
        var noise = new float[(count + 1) * (count + 1)];
        for (var i = 0; i < noise.Length; i++)
            noise[i] = (float)random.Between(0, 1);
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var at = y / cell * (count + 1) + x / cell;
                var (fx, fy) = (Smooth(x % cell / (float)cell), Smooth(y % cell / (float)cell));
                var upper = noise[at] + (noise[at + 1] - noise[at]) * fx;
                var lower = noise[at + count + 1] + (noise[at + count + 2] - noise[at + count + 1]) * fx;
                _picture[y * Side + x] += share * (upper + (lower - upper) * fy);
            }
        }
    }

    private static float Smooth(float t) => t * t * (3 - 2 * t);
}

/// <summary>Where a picture is seen from: it is moved, then turned clockwise and enlarged around the middle.</summary>
internal readonly record struct View(double X, double Y, double Zoom = 1, double Turn = 0);
