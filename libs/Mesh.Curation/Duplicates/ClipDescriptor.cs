using Mesh.Curation.Scenes;

namespace Mesh.Curation.Duplicates;

/// <summary>
/// What a shot looks like, without any weights: low frequencies of luma and chroma of a few frames, each without its
/// mean, so that coding, size and brightness hardly matter; scaled so that fine frequencies count as much as coarse
/// ones, so that different shots differ.
/// </summary>
internal static class ClipDescriptor
{
    /// <summary>Names the numbers; those of another name cannot be compared.</summary>
    public const string Name = "perceptual-1";

    /// <summary>Frames that are looked at.</summary>
    public const int Frames = 4;

    private const int LumaWaves = 7;
    private const int ChromaWaves = 3;
    private const double ChromaWeight = 1.5;

    /// <summary>Two films of one tint have little in common.</summary>
    private const double TintWeight = 0.15;

    /// <summary>Numbers for a frame.</summary>
    private const int PerFrame = LumaWaves * LumaWaves - 1 + 2 * ChromaWaves * ChromaWaves;

    private static readonly float[][] Wide = Waves(SceneThumb.Width, LumaWaves);
    private static readonly float[][] High = Waves(SceneThumb.Height, LumaWaves);
    private static readonly float[][] ChromaWide = Waves(SceneThumb.Width / 2, ChromaWaves);
    private static readonly float[][] ChromaHigh = Waves(SceneThumb.Height / 2, ChromaWaves);

    /// <summary>Numbers of length 1; their dot product is the similarity.</summary>
    /// <param name="thumbs"><see cref="Frames"/> frames, evenly over the shot.</param>
    public static float[] Of(IReadOnlyList<SceneThumb> thumbs)
    {
        var vector = new float[Frames * PerFrame];
        for (var frame = 0; frame < Frames; frame++)
            Fill(thumbs[frame], vector.AsSpan(frame * PerFrame, PerFrame));
        var length = MathF.Sqrt(vector.Sum(value => value * value));
        for (var i = 0; i < vector.Length && length > 0; i++)
            vector[i] /= length;
        return vector;
    }

    private static void Fill(SceneThumb thumb, Span<float> numbers)
    {
        var at = 0;
        var luma = thumb.Values.AsSpan(0, SceneThumb.Luma);
        for (var v = 0; v < LumaWaves; v++)
        {
            for (var u = 0; u < LumaWaves; u++)
            {
                if (u + v > 0)
                    numbers[at++] = (float)(Project(luma, Wide[u], High[v], 0) * Math.Sqrt(u + v));
            }
        }
        for (var plane = 0; plane < 2; plane++)
        {
            var chroma = thumb.Values.AsSpan(SceneThumb.Luma + plane * SceneThumb.Luma / 4, SceneThumb.Luma / 4);
            for (var v = 0; v < ChromaWaves; v++)
            {
                for (var u = 0; u < ChromaWaves; u++)
                {
                    var weight = u + v == 0 ? TintWeight : ChromaWeight;
                    numbers[at++] = (float)(weight * Project(chroma, ChromaWide[u], ChromaHigh[v], 128));
                }
            }
        }
    }

    private static double Project(ReadOnlySpan<float> plane, float[] wide, float[] high, float zero)
    {
        var sum = 0.0;
        for (var y = 0; y < high.Length; y++)
        {
            var row = 0f;
            for (var x = 0; x < wide.Length; x++)
                row += wide[x] * (plane[y * wide.Length + x] - zero);
            sum += row * high[y];
        }
        return sum / plane.Length;
    }

    /// <summary>The first cosines of a DCT over n cells.</summary>
    private static float[][] Waves(int n, int count) =>
    [
        .. from wave in Enumerable.Range(0, count)
           select (float[])
           [
               .. from cell in Enumerable.Range(0, n) select (float)Math.Cos(Math.PI * wave * (cell + 0.5) / n),
           ],
    ];
}
