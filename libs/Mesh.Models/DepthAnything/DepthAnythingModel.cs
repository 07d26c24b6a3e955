using Mesh.Models.Vit;
using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.DepthAnything;

/// <summary>Depth from one image: DINOv2 with DPT's neck and head; keys are those Hugging Face publishes.</summary>
/// <remarks>Yang et al. 2024, arXiv:2401.10891 and arXiv:2406.09414.</remarks>
public sealed class DepthAnythingModel : Module<Tensor, Tensor>
{
    private readonly Dinov2Model backbone;
    private readonly DepthNeck neck;
    private readonly DepthHead head;

    /// <param name="config">Shape of the network.</param>
    /// <param name="layers">Makes the layers; null for float32 on the CPU.</param>
    /// <exception cref="ArgumentException">Two settings of the config contradict each other.</exception>
    public DepthAnythingModel(DepthAnythingConfig config, Layers? layers = null)
        : base(nameof(DepthAnythingModel))
    {
        config.Validate();
        layers ??= Layers.Default;
        Config = config;
        backbone = new Dinov2Model(config.Backbone, layers);
        neck = new DepthNeck(config, layers);
        head = new DepthHead(config, layers);
        RegisterComponents();
    }

    public DepthAnythingConfig Config { get; }

    /// <param name="pixels">Normalised as DINOv2's, [B, 3, H, W].</param>
    /// <returns>
    /// Relative inverse depth, at least 0, or metres, [B, H', W']: the sides cut to multiples of the patch.
    /// </returns>
    /// <exception cref="Mesh.Tensors.ShapeException">The pixels have another rank or channel count.</exception>
    public override Tensor forward(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var features = backbone.Features(pixels, Config.Blocks);
        var patch = Config.Backbone.PatchSize;
        var (h, w) = (pixels.shape[2] / patch, pixels.shape[3] / patch);
        var fused = neck.call(features, h, w);
        return head.call(fused, h * patch, w * patch).MoveToOuterDisposeScope();
    }

    /// <summary>Depth at another size, as the published post-processing makes it.</summary>
    /// <param name="depth">[B, H', W'].</param>
    /// <param name="height">Pixels wanted.</param>
    /// <param name="width">Pixels wanted.</param>
    /// <returns>[B, height, width]; bicubic, so it may undershoot 0.</returns>
    public static Tensor Resize(Tensor depth, long height, long width)
    {
        using var scope = NewDisposeScope();
        return functional.interpolate(
            depth.unsqueeze(1), size: [height, width], mode: InterpolationMode.Bicubic, align_corners: false)
            .squeeze(1).MoveToOuterDisposeScope();
    }
}
