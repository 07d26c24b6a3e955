using Mesh.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Vit;

// B batch, N patches, C hidden size

/// <summary>Patches of an image behind a class token, with positions.</summary>
/// <remarks>Dosovitskiy et al. 2020 (ViT), arXiv:2010.11929, eq. 1.</remarks>
internal sealed class VitEmbeddings : Module<Tensor, Tensor>
{
    private readonly Parameter cls_token;
    private readonly Parameter? mask_token;
    private readonly Parameter position_embeddings;
    private readonly Projection patch_embeddings;
    private readonly VitConfig _config;

    public VitEmbeddings(VitConfig config, Layers layers, bool maskToken)
        : base(nameof(VitEmbeddings))
    {
        var C = config.HiddenSize;
        cls_token = Parameter(zeros([1, 1, C], layers.DType, layers.Device));
        mask_token = maskToken ? Parameter(zeros([1, C], layers.DType, layers.Device)) : null;
        var cells = config.TableSide * config.TableSide;
        position_embeddings = Parameter(zeros([1, 1 + cells, C], layers.DType, layers.Device));
        patch_embeddings = new Projection(config, layers);
        _config = config;
        RegisterComponents();
    }

    /// <param name="pixels">Normalised, [B, 3, H, W]; what does not fill a patch is left out.</param>
    /// <returns>[B, 1 + N, C].</returns>
    public override Tensor forward(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var patches = patch_embeddings.call(pixels);                          // [B, N, C]
        var tokens = cat([cls_token.expand(pixels.shape[0], -1, -1), patches], 1);
        return (tokens + Positions(pixels.shape[2], pixels.shape[3])).MoveToOuterDisposeScope();
    }

    /// <returns>[1, 1 + N, C] for an image of that size in pixels.</returns>
    public Tensor Positions(long height, long width) => PositionTable.Over(
        position_embeddings, height / _config.PatchSize, width / _config.PatchSize, _config.Positions);

    private sealed class Projection : Module<Tensor, Tensor>
    {
        private readonly Conv2d projection;

        public Projection(VitConfig config, Layers layers)
            : base(nameof(Projection))
        {
            projection = Conv2d(
                config.ImageChannels, config.HiddenSize, config.PatchSize, stride: config.PatchSize,
                device: layers.Device, dtype: layers.DType);
            RegisterComponents();
        }

        public override Tensor forward(Tensor pixels)
        {
            using var scope = NewDisposeScope();
            return projection.call(pixels.to(projection.weight.dtype)).flatten(2).transpose(1, 2)
                .MoveToOuterDisposeScope();
        }
    }
}
