namespace Mesh.Video.Ffmpeg;

/// <summary>
/// Flags of ffmpeg's scale filter. Chroma is repeated on the way to RGB and averaged on the way back, so that pixels
/// nobody edits return to the chroma they had; smoother kernels change it each time (measured on saturated edges: 30
/// instead of 40 dB).
/// </summary>
internal static class Scaling
{
    public const string RepeatChroma = "flags=neighbor" + Exact;
    public const string AverageChroma = "flags=area" + Exact;
    public const string Resize = "flags=bicubic" + Exact;

    // Without these the scaler takes short cuts that lose a level or two, and differ between machines.
    private const string Exact = "+accurate_rnd+full_chroma_int+full_chroma_inp+bitexact";
}
