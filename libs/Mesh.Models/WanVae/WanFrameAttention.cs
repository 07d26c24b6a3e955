using Mesh.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.WanVae;

// B batch, C channels, T frames, N = H W tokens of one frame

/// <summary>Single-head attention within each frame.</summary>
internal sealed class WanFrameAttention : Module<Tensor, ChunkCache, Tensor>
{
    private const int ImageSides = 2;

    private readonly ChannelNorm norm;
    private readonly Conv2d to_qkv;
    private readonly Conv2d proj;
    private readonly Module<Tensor, Tensor, Tensor, Tensor?, Tensor> attention;

    public WanFrameAttention(long channels, Layers layers)
        : base(nameof(WanFrameAttention))
    {
        norm = new ChannelNorm(channels, ImageSides, layers);
        to_qkv = Conv2d(channels, 3 * channels, 1, device: layers.Device, dtype: layers.DType);
        proj = Conv2d(channels, channels, 1, device: layers.Device, dtype: layers.DType);
        attention = layers.Attention();
        RegisterComponents();
    }

    /// <param name="x">[B, C, T, H, W].</param>
    /// <param name="cache">Not asked: a frame sees itself alone.</param>
    /// <returns>[B, C, T, H, W].</returns>
    public override Tensor forward(Tensor x, ChunkCache cache)
    {
        using var scope = NewDisposeScope();
        var frames = Frames.Of(x);                                                               // [B T, C, H, W]
        var qkv = to_qkv.call(norm.call(frames)).flatten(2).transpose(1, 2).unsqueeze(1)         // [B T, 1, N, 3C]
            .contiguous().chunk(3, -1);
        var mixed = attention.call(qkv[0], qkv[1], qkv[2], null);                                // [B T, N, C]
        var projected = proj.call(mixed.transpose(1, 2).reshape(frames.shape));
        return (x + Frames.Joined(projected, x.shape[0])).MoveToOuterDisposeScope();
    }
}
