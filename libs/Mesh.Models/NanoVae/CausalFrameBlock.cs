// B batch, F frames, H and W sides, N channels

using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.NanoVae;

/// <summary>Residual block of 2D convolutions that also looks at the same place one frame earlier.</summary>
internal sealed class CausalFrameBlock : Module<Tensor, Tensor>
{
    private readonly RmsNorm norm;
    private readonly FrameConv conv1;
    private readonly CellLinear previous;
    private readonly FrameConv conv2;

    public CausalFrameBlock(long channels)
        : base(nameof(CausalFrameBlock))
    {
        norm = new RmsNorm(channels, Layers.Default);
        conv1 = new FrameConv(channels, channels);
        previous = new CellLinear(channels, channels, hasBias: false);
        conv2 = new FrameConv(channels, channels).Zeroed();
        RegisterComponents();
    }

    /// <param name="x">[B, F, H, W, N], contiguous.</param>
    /// <returns>[B, F, H, W, N].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var normed = norm.call(x.flatten(0, -2)).view_as(x);
        var y = conv1.call(normed);
        var frames = x.shape[1];
        if (frames > 1)
        {
            var past = previous.call(normed.narrow(1, 0, frames - 1));
            y = y + functional.pad(past, [0, 0, 0, 0, 0, 0, 1, 0]);  // frame 1 has no past
        }
        return (x + conv2.call(SiluFunction.Of(y))).MoveToOuterDisposeScope();
    }
}
