using static TorchSharp.torch;

namespace Mesh.Models.MmDit;

/// <summary>Activations between blocks.</summary>
/// <param name="Video">Source then edited tokens, or edited tokens alone, [B, S, L, C].</param>
/// <param name="Text">[B, Lt, C].</param>
internal readonly record struct Streams(Tensor Video, Tensor Text)
{
    /// <summary>Frees the activations of the block before.</summary>
    public Streams InPlaceOf(Streams old)
    {
        old.Video.Dispose();
        old.Text.Dispose();
        return this;
    }
}
