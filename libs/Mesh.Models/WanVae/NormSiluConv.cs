using Mesh.Nn;
using static TorchSharp.torch;

namespace Mesh.Models.WanVae;

/// <summary>Norm, SiLU, 3x3x3 convolution; the owner registers the two under their published names.</summary>
internal sealed class NormSiluConv(long inChannels, long outChannels, Layers layers)
{
    private const int VideoSides = 3;

    public ChannelNorm Norm { get; } = new(inChannels, VideoSides, layers);

    public WanCausalConv Conv { get; } = new(inChannels, outChannels, 3, 3, layers);

    /// <param name="x">[B, in, T, H, W].</param>
    /// <param name="cache">What came before.</param>
    /// <returns>[B, out, T, H, W].</returns>
    public Tensor Of(Tensor x, ChunkCache cache)
    {
        using var scope = NewDisposeScope();
        return Conv.call(nn.functional.silu(Norm.call(x)), cache).MoveToOuterDisposeScope();
    }
}
