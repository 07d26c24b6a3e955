using Mesh.Models;
using Mesh.Models.CausalVae3d;
using Mesh.Models.Clip;
using Mesh.Models.Llama;
using Mesh.Models.MmDit;
using Mesh.Nn;

namespace Mesh.Editing.Families;

/// <summary>HunyuanVideo and ICVE: published transformer and VAE files under their published names.</summary>
internal sealed class IcveFamily : IEditFamily
{
    private static readonly string[] TransformerFiles =
    [
        "transformer", "transformer.safetensors", "diffusion_pytorch_model.safetensors",
        "transformers/mp_rank_00_model_states.pt",
    ];

    private static readonly string[] VaeFiles = ["vae", "vae.safetensors"];

    private static readonly string[] TextFiles = ["text_encoder", "text_encoder_2"];

    private const string VaePrefix = "vae.";  // of the names in the published VAE file

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
            () => text ?? Prompts(folder, config.Prompt, layers),
            () => folder.Weights(() => new CausalVae3dModel(config.Vae, layers), (_, _) => VaeKey, VaeFiles),
            () => new MmDitDenoiser(
                folder.Weights(() => new MmDitModel(config.Transformer, layers), TransformerFiles),
                place,
                config.Defaults));
    }

    private static IcveModelConfig Config(ModelFiles folder)
    {
        var config = folder.Config<IcveModelConfig>();
        folder.Check(
            config.Transformer.Validate, config.Vae.Validate, config.Prompt.Validate, config.Defaults.Validate);
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

    private static PromptEncoder Prompts(ModelFiles folder, PromptConfig config, Layers layers)
    {
        var (text, pooled) = (TextFiles[0], TextFiles[1]);
        var (textTokenizer, pooledTokenizer) = (folder.Tokenizer(text), folder.Tokenizer(pooled));
        var llama = folder.Weights(
            () => new LlamaModel(config.Llama, layers, config.SkippedLayers), LlamaNames.KeysOf, text);
        try
        {
            var clip = folder.Weights(
                () => new ClipTextModel(config.Clip, layers), (_, _) => ClipTextModel.KeyOf, pooled);
            return new PromptEncoder(config, textTokenizer, llama, pooledTokenizer, clip);
        }
        catch
        {
            llama.Dispose();
            throw;
        }
    }

    private static string VaeKey(string name) =>
        name.StartsWith(VaePrefix, StringComparison.Ordinal) ? name[VaePrefix.Length..] : name;
}
