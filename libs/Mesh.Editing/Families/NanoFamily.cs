using Mesh.Models;
using Mesh.Models.MmDit;
using Mesh.Models.NanoText;
using Mesh.Models.NanoVae;
using Mesh.Nn;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Editing.Families;

/// <summary>The demo editor: three small networks of our own, always in float32.</summary>
internal sealed class NanoFamily : IEditFamily
{
    public string Name => NanoModelConfig.FamilyName;

    public ModelDescription Describe(ModelFiles folder) => Describe(folder, Config(folder));

    public EditModel Load(ModelFiles folder, ModelPlace place, ModelParts parts, ITextEncoder? text)
    {
        var config = Config(folder);
        var layers = Layers.On(place.Device);
        place = place with { DType = ScalarType.Float32 };

        return new EditModel(
            Describe(folder, config),
            place,
            parts,
            () => text ?? folder.Weights(() => new NanoTextModel(config.Text, layers), "text.safetensors"),
            () => folder.Weights(() => new NanoVaeModel(config.Vae).to(place.Device), "vae.safetensors"),
            () => new MmDitDenoiser(
                folder.Weights(() => new MmDitModel(config.Transformer, layers), "transformer.safetensors"),
                place,
                config.Defaults));
    }

    private static NanoModelConfig Config(ModelFiles folder)
    {
        var config = folder.Config<NanoModelConfig>();
        folder.Check(
            config.Transformer.Validate, config.Vae.Validate, config.Text.Validate, config.Defaults.Validate);
        return config;
    }

    private ModelDescription Describe(ModelFiles folder, NanoModelConfig config) => new(
        folder.Name,
        Name,
        new()
        {
            LatentChannels = config.Vae.LatentChannels,
            SpatialFactor = NanoVaeConfig.Patch,
            TemporalFactor = NanoVaeConfig.Group,
            PatchSize = config.Transformer.PatchSize,
            TextChannels = config.Transformer.TextChannels,
            PooledChannels = config.Transformer.PooledChannels,
        },
        config.Defaults,
        ModelAbilities.Nano);
}
