using System.Text.Json;
using Mesh.Models;
using Mesh.Models.Umt5;
using Mesh.Models.Wan;
using Mesh.Models.WanVae;
using Mesh.Nn;

namespace Mesh.Editing.Families;

/// <summary>Wan and VACE, in the folder they are published in.</summary>
internal sealed class WanFamily : IEditFamily
{
    private static readonly string[] TransformerFiles =
        ["diffusion_pytorch_model.safetensors.index.json", "diffusion_pytorch_model.safetensors"];

    private static readonly string[] VaeFiles = ["Wan2.1_VAE.pth", "vae.safetensors"];

    private static readonly string[] TextFiles = ["models_t5_umt5-xxl-enc-bf16.pth", "text_encoder.safetensors"];

    private const string TokenizerFolder = "google/umt5-xxl";

    public string Name => WanModelConfig.FamilyName;

    public bool IsPublished(ModelFiles folder) =>
        folder.Has(ModelFiles.ConfigName) && WanTransformerConfig.Describes(folder.Config<JsonElement>());

    public ModelDescription Describe(ModelFiles folder) => Describe(folder, Config(folder));

    public EditModel Load(ModelFiles folder, ModelPlace place, ModelParts parts, ITextEncoder? text)
    {
        var config = Config(folder);
        var layers = Layers.On(place.Device, place.DType);
        var hasContext = config.Transformer.Vace is not null;

        return new EditModel(
            Describe(folder, config),
            place,
            parts,
            () => text ?? Prompts(folder, config, layers),
            () => folder.Weights(() => new WanVaeModel(config.Model.Vae, layers), VaeFiles),
            () => new WanDenoiser(
                folder.Weights(() => new WanModel(config.Transformer, layers), TransformerFiles),
                place,
                config.Model.ControlScale),
            hasContext ? VaceContext.Encode : null);
    }

    private static (WanConfig Transformer, WanModelConfig Model, EditDefaults Defaults) Config(ModelFiles folder)
    {
        var published = folder.Config<JsonElement>();
        var transformer = WanConfig.Wan1_3B;
        folder.Check(() => transformer = WanTransformerConfig.Read(published), transformer.Validate);
        var model = folder.Settings<WanModelConfig>() ?? new();
        var defaults = model.Defaults ?? WanModelConfig.Released(transformer.Vace is not null);
        folder.Check(
            transformer.Validate, model.Vae.Validate, model.Text.Validate, defaults.Validate,
            () => RequireFit(transformer, model, defaults));
        return (transformer, model, defaults);
    }

    private static void RequireFit(WanConfig transformer, WanModelConfig model, EditDefaults defaults)
    {
        var (vae, text) = (model.Vae, model.Text);
        Require(transformer.InChannels == vae.LatentChannels,
            $"in_dim {transformer.InChannels} is not the autoencoder's {vae.LatentChannels} channels.");
        Require(transformer.TextChannels == text.HiddenSize,
            $"text_dim {transformer.TextChannels} is not the text encoder's {text.HiddenSize} channels.");
        var context = VaceContext.Channels(vae.LatentChannels, vae.SpatialFactor);
        Require(transformer.Vace is null || transformer.Vace.InChannels == context,
            $"vace_in_dim {transformer.Vace?.InChannels} is not {context}, twice the latent and a mask.");
        Require(!defaults.Composite, "an edit of this family cannot be laid over the source: composite must be false.");
    }

    private static void Require(bool holds, string problem)
    {
        if (!holds)
            throw new ArgumentException(problem);
    }

    private ModelDescription Describe(
        ModelFiles folder, (WanConfig Transformer, WanModelConfig Model, EditDefaults Defaults) config) => new(
        folder.Name,
        Name,
        new()
        {
            LatentChannels = config.Model.Vae.LatentChannels,
            SourceChannels = config.Transformer.Vace?.InChannels,
            SpatialFactor = config.Model.Vae.SpatialFactor,
            TemporalFactor = config.Model.Vae.TemporalFactor,
            PatchSize = config.Transformer.PatchSize,
            TextChannels = config.Transformer.TextChannels,
            PooledChannels = 0,
        },
        config.Defaults,
        config.Transformer.Vace is null ? ModelAbilities.Wan : ModelAbilities.Vace);

    private static WanPrompts Prompts(
        ModelFiles folder, (WanConfig Transformer, WanModelConfig Model, EditDefaults Defaults) config, Layers layers)
    {
        var tokenizer = folder.Tokenizer(TokenizerFolder);
        var model = folder.Weights(() => new Umt5Model(config.Model.Text, layers), TextFiles);
        return new(tokenizer, model, config.Transformer.TextLength);
    }
}
