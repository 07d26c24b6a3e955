using Mesh.Editing.Memory;
using Mesh.Models;
using Mesh.Models.CausalVae3d;
using Mesh.Models.Clip;
using Mesh.Models.Llama;
using Mesh.Models.MmDit;
using static TorchSharp.torch;

namespace Mesh.Editing.Families;

/// <summary>HunyuanVideo and ICVE: published files under their published names.</summary>
internal sealed class IcveFamily : IEditFamily
{
    private const string VaePrefix = "vae.";  // of the names in the published VAE file

    public string Name => IcveModelConfig.FamilyName;

    public bool IsPublished(ModelFiles folder) => IcveConfigs.IsPublished(folder);

    public ModelDescription Describe(ModelFiles folder) => Describe(folder, IcveConfigs.Read(folder));

    public IReadOnlyList<NetworkFile> Networks(ModelFiles folder) => Networks(IcveConfigs.Read(folder));

    public ActivationCounts Activations(ModelFiles folder, WindowShape window)
    {
        var config = IcveConfigs.Read(folder);
        var (size, text) = (window.Size, config.Prompt.CropStart + config.Prompt.MaxTokens);
        var vae = config.Vae;
        return TransformerActivations.Of(config.Transformer, Describe(folder, config).Shapes, window, text) with
        {
            Text = TextNumbers(config.Prompt.Llama, text),
            Vae = CausalVae3dMemory.Activations(vae, window.Frames, size.PaddedHeight, size.PaddedWidth),
            IsTiled = window.Frames > vae.TileFrames || size.PaddedHeight > vae.TileSize
                || size.PaddedWidth > vae.TileSize,
        };
    }

    public IReadOnlyList<string> Tokenizers(ModelFiles folder)
    {
        var files = IcveConfigs.Read(folder).Files;
        return [.. new[] { files.TokenizerFolders(), files.Tokenizer2Folders() }
            .Select(places => places.FirstOrDefault(folder.Has) ?? places[0])];
    }

    public EditModel Load(ModelFiles folder, ModelPlace place, ModelParts parts, ITextEncoder? text)
    {
        var config = IcveConfigs.Read(folder);
        var networks = Networks(config);

        return new EditModel(
            Describe(folder, config),
            place,
            parts,
            () => text ?? Prompts(folder, config.Prompt, networks, place),
            () => folder.Weights<CausalVae3dModel>(networks[1], place),
            () => new MmDitDenoiser(folder.Weights<MmDitModel>(networks[0], place), place, config.Defaults),
            bytes: part => NetworkSize.OfPart(networks, part, place));
    }

    private static IReadOnlyList<NetworkFile> Networks(IcveModelConfig config) =>
    [
        new(ModelParts.Transformer, "transformer", config.Files.Transformers(),
            layers => new MmDitModel(config.Transformer, layers))
        {
            Lists = MmDitModel.BlockLists,
            DType = PartPrecision.DType(config.Precision.Transformer),
            GpuDType = ScalarType.BFloat16,
        },
        new(ModelParts.Vae, "autoencoder", config.Files.Vaes(), layers => new CausalVae3dModel(config.Vae, layers))
        {
            Keys = (_, _) => VaeKey,
            DType = PartPrecision.DType(config.Precision.Vae),
            GpuDType = ScalarType.Float16,
        },
        new(ModelParts.Text, "LLaMA", config.Files.TextEncoders(),
            layers => new LlamaModel(config.Prompt.Llama, layers, config.Prompt.SkippedLayers))
        {
            Keys = (names, module) => LlamaNames.KeysOf(names, (LlamaModel)module),
            DType = PartPrecision.DType(config.Precision.Text),
            GpuDType = ScalarType.Float16,
        },
        new(ModelParts.Text, "CLIP", config.Files.TextEncoders2(),
            layers => new ClipTextModel(config.Prompt.Clip, layers))
        {
            Keys = (_, _) => ClipTextModel.KeyOf,
            DType = PartPrecision.DType(config.Precision.Text),
            GpuDType = ScalarType.Float16,
        },
    ];

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

    private PromptEncoder Prompts(
        ModelFiles folder, PromptConfig config, IReadOnlyList<NetworkFile> networks, ModelPlace place)
    {
        var tokenizers = Tokenizers(folder).Select(folder.Tokenizer).ToArray();
        var llama = folder.Weights<LlamaModel>(networks[2], place);
        try
        {
            var clip = folder.Weights<ClipTextModel>(networks[3], place);
            return new PromptEncoder(config, tokenizers[0], llama, tokenizers[1], clip);
        }
        catch
        {
            llama.Dispose();
            throw;
        }
    }

    // A prompt and a negative prompt: states, queries, keys, values, what attention gives, and the gated layer.
    private static long TextNumbers(LlamaConfig config, long tokens) =>
        2 * tokens * (8L * config.HiddenSize + 3L * config.FfnSize) + 2L * config.NumHeads * tokens * tokens;

    private static string VaeKey(string name) =>
        name.StartsWith(VaePrefix, StringComparison.Ordinal) ? name[VaePrefix.Length..] : name;
}
