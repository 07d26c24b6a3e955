using System.Text.Json;
using Mesh.Models.Names;
using Mesh.Models.QwenImage;
using Mesh.Models.QwenVl;
using Mesh.Models.WanVae;
using Mesh.Nn;

namespace Mesh.Editing.Pictures;

/// <summary>Qwen-Image-Edit from its published folder.</summary>
internal static class QwenPictureLoader
{
    private const int Area = 1024 * 1024;

    public static QwenPictureEditor Load(ModelFiles files, ModelPlace place, QwenPromptStyle style)
    {
        var layers = Layers.On(place.Device, place.DType);
        var defaults = files.Settings<PictureDefaults>() ?? Released(style);
        var parts = new List<IDisposable>();
        try
        {
            var text = QwenVlJson.Read(files.Document("text_encoder/config.json"));
            var vaeConfig = Vae(files.Document("vae/config.json"));
            var model = Kept(files.Weights(
                () => new QwenVlModel(text, layers),
                (_, _) => name => QwenVlNames.KeyOf(name, text),
                "text_encoder"));
            var names = WanVaeNames.Map(vaeConfig);
            var vae = Kept(files.Weights(
                () => new WanVaeModel(vaeConfig, layers), (_, _) => name => names.ToPublished(name).Published, "vae"));
            var transformer = Kept(files.Weights(
                () => new QwenImageModel(Transformer(files.Document("transformer/config.json")), layers),
                "transformer"));
            var tokenizer = files.Tokenizer(files.Has("processor/tokenizer.json") ? "processor" : "tokenizer");
            var prompts = new QwenPrompts(style, tokenizer, model, defaults.ConditionArea, place);
            return new(files.Name, defaults, place, style, prompts, vae, transformer);
        }
        catch
        {
            parts.ForEach(part => part.Dispose());
            throw;
        }

        T Kept<T>(T part)
            where T : IDisposable
        {
            parts.Add(part);
            return part;
        }
    }

    public static QwenImageConfig Transformer(JsonElement json) => new()
    {
        InChannels = json.Integer("in_channels"),
        OutChannels = json.Integer("out_channels", 16),
        TextChannels = json.Integer("joint_attention_dim"),
        NumHeads = json.Integer("num_attention_heads"),
        HeadDim = json.Integer("attention_head_dim"),
        NumLayers = json.Integer("num_layers"),
        RopeChannels = json.Integers("axes_dims_rope"),
        CleanReferences = json.Is("zero_cond_t"),
    };

    private static PictureDefaults Released(QwenPromptStyle style) => style.IsNumbered
        ? new(Steps: 40, Guidance: 4, Area)
        : new(Steps: 50, Guidance: 4, Area) { ConditionArea = Area };

    private static WanVaeConfig Vae(JsonElement json) => new()
    {
        LatentChannels = json.Integer("z_dim"),
        BaseChannels = json.Integer("base_dim"),
        ChannelFactors = json.Integers("dim_mult"),
        NumLayers = json.Integer("num_res_blocks"),
        HalvesTime = [.. json.GetProperty("temperal_downsample").EnumerateArray().Select(item => item.GetBoolean())],
        LatentMean = json.Numbers("latents_mean"),
        LatentStd = json.Numbers("latents_std"),
    };
}
