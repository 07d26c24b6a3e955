// B batch, C channels, T frames, H and W sides

using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.CausalVae3d;

/// <summary>Repeats cells, then convolves; the first frame is repeated in space alone.</summary>
internal sealed class Upsample3d : Module<Tensor, Tensor>
{
    private readonly CausalConv3d conv;
    private readonly Resampling _factor;

    public Upsample3d(long channels, Resampling factor, Layers layers)
        : base(nameof(Upsample3d))
    {
        conv = new CausalConv3d(channels, channels, 3, layers);
        _factor = factor;
        RegisterComponents();
    }

    /// <param name="x">[B, C, T, H, W].</param>
    /// <returns>[B, C, (T-1) time + 1, H space, W space].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var T = x.shape[2];
        var wide = _factor.Time == 1 || T == 1
            ? Repeat(x, 1, _factor.Space)
            : cat([
                Repeat(x.narrow(2, 0, 1), 1, _factor.Space),
                Repeat(x.narrow(2, 1, T - 1), _factor.Time, _factor.Space)], 2);
        return conv.call(wide).MoveToOuterDisposeScope();
    }

    private static Tensor Repeat(Tensor x, long time, long space)
    {
        var (B, C, T, H, W) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3], x.shape[4]);
        return x.reshape(B, C, T, 1, H, 1, W, 1).expand(B, C, T, time, H, space, W, space)
            .reshape(B, C, T * time, H * space, W * space);
    }
}
