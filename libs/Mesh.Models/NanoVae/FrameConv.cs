using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.NanoVae;

/// <summary>A 3x3 convolution of every frame by itself, with channels last in memory.</summary>
/// <remarks>Computes in the element type of its input, whatever that of its weights.</remarks>
internal sealed class FrameConv : Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter bias;

    public FrameConv(long inChannels, long outChannels)
        : base(nameof(FrameConv))
    {
        var bound = 1 / Math.Sqrt(9 * inChannels);
        weight = Parameter(empty([outChannels, inChannels, 3, 3]).uniform_(-bound, bound));
        bias = Parameter(zeros(outChannels));
        RegisterComponents();
    }

    /// <param name="x">[B, F, H, W, in], contiguous.</param>
    /// <returns>[B, F, H, W, out].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var images = x.flatten(0, 1).permute(0, 3, 1, 2);  // [B*F, in, H, W], channels last in memory
        var y = functional.conv2d(images, weight.to(x.dtype), bias.to(x.dtype), padding: [1, 1]);
        return y.permute(0, 2, 3, 1).unflatten(0, x.shape[0], x.shape[1]).MoveToOuterDisposeScope();
    }

    /// <summary>Makes the output zero, so that what the layer feeds starts as if it were not there.</summary>
    public FrameConv Zeroed()
    {
        using var guard = no_grad();
        weight.zero_();
        bias.zero_();
        return this;
    }
}
