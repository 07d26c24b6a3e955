using Mesh.Video.Scan;

namespace Mesh.Curation.Scenes;

/// <summary>A frame as a few numbers: 32 x 18 of luma, 16 x 9 of each chroma, 0 to 255, chroma around 128.</summary>
internal sealed class SceneThumb
{
    public const int Width = 32;
    public const int Height = 18;
    public const int Luma = Width * Height;
    public const int Length = Luma + Luma / 2;

    private const double FlatSpread = 5;

    private SceneThumb(float[] values) => Values = values;

    public float[] Values { get; }

    /// <summary>Mean luma.</summary>
    public double Light { get; private init; }

    /// <summary>Nothing can be seen: all of one lightness.</summary>
    public bool IsFlat { get; private init; }

    public static SceneThumb Of(ScanFrame frame)
    {
        var values = new float[Length];
        Shrink(frame.Luma, frame.Size.Width, frame.Size.Height, values.AsSpan(0, Luma), Width, Height);
        var chroma = frame.ChromaSize;
        Shrink(frame.Blue, chroma.Width, chroma.Height, values.AsSpan(Luma, Luma / 4), Width / 2, Height / 2);
        Shrink(frame.Red, chroma.Width, chroma.Height, values.AsSpan(Luma + Luma / 4), Width / 2, Height / 2);

        var (sum, squares) = (0.0, 0.0);
        foreach (var value in values.AsSpan(0, Luma))
        {
            sum += value;
            squares += value * value;
        }
        var mean = sum / Luma;
        return new(values)
        {
            Light = mean,
            IsFlat = squares / Luma - mean * mean < FlatSpread * FlatSpread,
        };
    }

    // Every cell is the mean of the pixels it covers, at least one.
    private static void Shrink(
        ReadOnlySpan<byte> plane, int width, int height, Span<float> cells, int columns, int rows)
    {
        Span<int> sums = stackalloc int[columns];
        for (var row = 0; row < rows; row++)
        {
            var (top, bottom) = Range(row, rows, height);
            sums.Clear();
            for (var y = top; y < bottom; y++)
            {
                var line = plane.Slice(y * width, width);
                for (var column = 0; column < columns; column++)
                {
                    var (left, right) = Range(column, columns, width);
                    var sum = 0;
                    for (var x = left; x < right; x++)
                        sum += line[x];
                    sums[column] += sum;
                }
            }
            for (var column = 0; column < columns; column++)
            {
                var (left, right) = Range(column, columns, width);
                cells[row * columns + column] = sums[column] / (float)((right - left) * (bottom - top));
            }
        }
    }

    private static (int From, int To) Range(int cell, int cells, int pixels)
    {
        var from = cell * pixels / cells;
        return (from, Math.Max(from + 1, (cell + 1) * pixels / cells));
    }
}
