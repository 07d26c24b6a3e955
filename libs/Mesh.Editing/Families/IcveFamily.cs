using Mesh.Models;
using Mesh.Models.CausalVae3d;
using Mesh.Models.MmDit;
using Mesh.Nn;

namespace Mesh.Editing.Families;

/// <summary>HunyuanVideo and ICVE: published transformer and VAE files under their published names.</summary>
internal sealed class IcveFamily : IEditFamily
{
    private static readonly string[] TransformerFiles =
        ["transformer", "transformer.safetensors", "diffusion_pytorch_model.safetensors"];

    private static readonly string[] VaeFiles = ["vae", "vae.safetensors"];

    public string Name => IcveModelConfig.FamilyName;

    public ModelDescription Describe(ModelFiles folder) => Describe(folder, Config(folder));

    public EditModel Load(ModelFiles folder, ModelPlace place, ModelParts parts, ITextEncoder? text)
    {
        var config = Config(folder);
        var layers = Layers.On(place.Device, place.DType);

        return new EditModel(
            Describe(folder, config),
            place,
            parts,
            () => text ?? throw NoTextEncoder(folder),
            () => folder.Weights(() => new CausalVae3dModel(config.Vae, layers), VaeFiles),
            () => folder.Weights(() => new MmDitModel(config.Transformer, layers), TransformerFiles));
    }

    private static IcveModelConfig Config(ModelFiles folder)
    {
        var config = folder.Config<IcveModelConfig>();
        folder.Check(config.Transformer.Validate, config.Vae.Validate, config.Defaults.Validate);
        return config;
    }

    private ModelDescription Describe(ModelFiles folder, IcveModelConfig config) => new(
        folder.Name,
        Name,
        new()
        {
            LatentChannels = config.Vae.LatentChannels,
            SpatialFactor = config.Vae.SpatialFactor,
            TemporalFactor = config.Vae.TemporalFactor,
            PatchSize = config.Transformer.PatchSize,
            TextChannels = config.Transformer.TextChannels,
            PooledChannels = config.Transformer.PooledChannels,
        },
        config.Defaults,
        ModelAbilities.Icve);

    private static ModelException NoTextEncoder(ModelFiles folder) => new(
        $"{folder.Name}: an icve model needs its text encoders, LLaMA (text_encoder/) and CLIP (text_encoder_2/), "
        + "and this version of mesh cannot read them yet; give ModelFolder.Load a text encoder of your own.");
}
