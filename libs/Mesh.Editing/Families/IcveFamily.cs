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

    public EditModel Load(ModelFiles folder, ModelPlace place, ITextEncoder? text)
    {
        var config = folder.Config<IcveModelConfig>();
        folder.Check(config.Transformer.Validate, config.Vae.Validate, config.Defaults.Validate);
        var layers = Layers.On(place.Device, place.DType);

        return new EditModel(
            folder.Name,
            Name,
            text ?? throw NoTextEncoder(folder),
            folder.Weights(() => new CausalVae3dModel(config.Vae, layers), VaeFiles),
            folder.Weights(() => new MmDitModel(config.Transformer, layers), TransformerFiles),
            config.Defaults,
            ModelAbilities.Icve,
            place);
    }

    private static ModelException NoTextEncoder(ModelFiles folder) => new(
        $"{folder.Name}: an icve model needs its text encoders, LLaMA (text_encoder/) and CLIP (text_encoder_2/), "
        + "and this version of mesh cannot read them yet; give ModelFolder.Load a text encoder of your own.");
}
