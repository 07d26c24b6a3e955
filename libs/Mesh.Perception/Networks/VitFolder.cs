using System.Text.Json;
using Mesh.Models.Vit;
using Mesh.Video.Processors;

namespace Mesh.Perception.Networks;

/// <summary>What the published files of vision transformers say.</summary>
internal static class VitFolder
{
    private const string ProcessorName = "preprocessor_config.json";

    /// <exception cref="NotSupportedException">The activation is another one.</exception>
    public static VitConfig Config(JsonElement config)
    {
        var activation = Optional(config, "hidden_act")?.GetString() ?? "gelu";
        if (activation != "gelu")
            throw new ArgumentException($"hidden_act must be gelu, got {activation}.");

        var hidden = config.GetProperty("hidden_size").GetInt32();
        return new()
        {
            HiddenSize = hidden,
            NumLayers = config.GetProperty("num_hidden_layers").GetInt32(),
            NumHeads = config.GetProperty("num_attention_heads").GetInt32(),
            MlpSize = Optional(config, "intermediate_size")?.GetInt32()
                ?? (int)(hidden * (Optional(config, "mlp_ratio")?.GetDouble() ?? 4)),
            PatchSize = Optional(config, "patch_size")?.GetInt32() ?? 14,
            ImageSize = Optional(config, "image_size")?.GetInt32() ?? 224,
            ImageChannels = Optional(config, "num_channels")?.GetInt32() ?? 3,
            NormEps = Optional(config, "layer_norm_eps")?.GetDouble() ?? 1e-6,
            QkvBias = Optional(config, "qkv_bias")?.GetBoolean() ?? true,
            GatedMlp = Optional(config, "use_swiglu_ffn")?.GetBoolean() ?? false,
            MaskToken = Optional(config, "use_mask_token")?.GetBoolean() ?? true,
        };
    }

    /// <summary>How pictures are prepared: preprocessor_config.json, or the published default.</summary>
    /// <param name="folder">Of the network.</param>
    /// <param name="otherwise">The default.</param>
    public static ImageProcessor Processor(PublishedFolder folder, ImageProcessor otherwise) =>
        folder.Has(ProcessorName) ? folder.Json(ProcessorName, json => Processor(json, otherwise)) : otherwise;

    public static JsonElement? Optional(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static ImageProcessor Processor(JsonElement json, ImageProcessor otherwise)
    {
        var size = Optional(json, "size");
        var rule = size is not { } given ? otherwise.Size
            : Optional(given, "shortest_edge") is { } edge ? SizeRules.ShorterSide(edge.GetInt32())
            : Optional(json, "keep_aspect_ratio")?.GetBoolean() == true
                ? SizeRules.NearestScale(Size(given), Optional(json, "ensure_multiple_of")?.GetInt32() ?? 1)
                : SizeRules.Exact(Size(given));
        return otherwise with
        {
            Size = rule,
            CropSize = Optional(json, "do_center_crop")?.GetBoolean() == false
                ? null
                : Optional(json, "crop_size") is { } crop ? Size(crop) : otherwise.CropSize,
            Normalization = new(
                Numbers(json, "image_mean") ?? otherwise.Normalization.Mean,
                Numbers(json, "image_std") ?? otherwise.Normalization.Deviation),
        };
    }

    private static Video.PixelSize Size(JsonElement size) =>
        new(size.GetProperty("width").GetInt32(), size.GetProperty("height").GetInt32());

    private static double[]? Numbers(JsonElement json, string name) => Optional(json, name) is { } list
        ? [.. list.EnumerateArray().Select(item => item.GetDouble())]
        : null;
}
