using Mesh.Editing.Memory;
using Mesh.Models;
using Mesh.Models.MmDit;
using Mesh.Models.NanoText;
using Mesh.Models.NanoVae;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Editing.Families;

/// <summary>The demo editor: three small networks of our own, always in float32.</summary>
internal sealed class NanoFamily : IEditFamily
{
    public string Name => NanoModelConfig.FamilyName;

    public ModelDescription Describe(ModelFiles folder) => Describe(folder, Config(folder));

    public IReadOnlyList<NetworkFile> Networks(ModelFiles folder)
    {
        var config = Config(folder);
        return
        [
            new(ModelParts.Text, "text encoder", ["text.safetensors"],
                layers => new NanoTextModel(config.Text, layers)),
            new(ModelParts.Vae, "autoencoder", ["vae.safetensors"],
                layers => new NanoVaeModel(config.Vae).to(layers.Device)),
            new(ModelParts.Transformer, "transformer", ["transformer.safetensors"],
                layers => new MmDitModel(config.Transformer, layers)) { Lists = MmDitModel.BlockLists },
        ];
    }

    public ActivationCounts Activations(ModelFiles folder, WindowShape window)
    {
        var config = Config(folder);
        var (size, vae) = (window.Size, config.Vae);
        var cells = (long)window.Frames * size.PaddedHeight * size.PaddedWidth;
        return TransformerActivations.Of(
            config.Transformer, Describe(folder, config).Shapes, window, config.Text.Length) with
        {
            Text = 2L * config.Text.Length * config.Text.HiddenSize * 12,
            // At half the size it has the most numbers: input, output and what lies between them.
            Vae = 3 * cells + 5 * cells / 4 * vae.HalfChannels,
        };
    }

    public EditModel Load(ModelFiles folder, ModelPlace place, ModelParts parts, ITextEncoder? text)
    {
        var config = Config(folder);
        var networks = Networks(folder);
        place = place with { DType = ScalarType.Float32, IsChosen = true };

        return new EditModel(
            Describe(folder, config),
            place,
            parts,
            () => text ?? folder.Weights<NanoTextModel>(networks[0], place),
            () => folder.Weights<NanoVaeModel>(networks[1], place),
            () => new MmDitDenoiser(folder.Weights<MmDitModel>(networks[2], place), place, config.Defaults),
            bytes: part => NetworkSize.OfPart(networks, part, place));
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
