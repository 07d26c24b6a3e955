using Mesh.Models.Names;
using Mesh.Models.WanVae;
using Mesh.Tensors;
using Mesh.Weights.Lora;

namespace Mesh.Weights.Kinds;

/// <summary>The names of a file: of which network, in which layout, and what turns them into the other.</summary>
/// <param name="Kind">The network.</param>
/// <param name="Layout">Whose names.</param>
/// <param name="Map">Between the layouts; null where there is only one.</param>
public sealed record WeightNames(WeightKind Kind, NameLayout Layout, NameMap? Map)
{
    private static readonly (WeightKind Kind, NameLayout Layout, string[] Anchors)[] Anchors =
    [
        (WeightKind.HunyuanTransformer, NameLayout.Published, ["img_in.proj.weight", "final_layer.linear.weight"]),
        (WeightKind.HunyuanTransformer, NameLayout.Diffusers,
            ["x_embedder.proj.weight", "context_embedder.proj_in.weight"]),
        (WeightKind.WanTransformer, NameLayout.Published, ["patch_embedding.weight", "head.modulation"]),
        (WeightKind.WanTransformer, NameLayout.Diffusers, ["patch_embedding.weight", "scale_shift_table"]),
        (WeightKind.WanVae, NameLayout.Published, ["encoder.downsamples.0.residual.0.gamma"]),
        (WeightKind.WanVae, NameLayout.Diffusers, ["encoder.down_blocks.0.norm1.gamma"]),
        (WeightKind.HunyuanVae, NameLayout.Published, ["encoder.conv_in.conv.weight", "post_quant_conv.weight"]),
        (WeightKind.HunyuanVae, NameLayout.Published,
            ["vae.encoder.conv_in.conv.weight", "vae.post_quant_conv.weight"]),
        (WeightKind.Umt5, NameLayout.Published, ["token_embedding.weight", "blocks.0.ffn.gate.0.weight"]),
        (WeightKind.Clip, NameLayout.Published,
            ["text_model.embeddings.token_embedding.weight", "visual_projection.weight"]),
        (WeightKind.ClipText, NameLayout.Published, ["text_model.embeddings.token_embedding.weight"]),
    ];

    /// <param name="entries">The tensors of a file.</param>
    public static WeightNames Of(IReadOnlyDictionary<string, TensorEntry> entries)
    {
        if (entries.Count > 0 && entries.Keys.All(name => LoraNames.Parse(name) is not null))
            return new(WeightKind.Lora, NameLayout.Published, null);
        foreach (var (kind, layout, anchors) in Anchors)
        {
            if (anchors.All(entries.ContainsKey))
                return new(kind, layout, MapOf(kind, layout, entries));
        }
        if (entries.Keys.Any(name => name.Contains("multi_modal_projector.", StringComparison.Ordinal)))
            return new(WeightKind.Llava, NameLayout.Published, null);
        return entries.Keys.Any(name => name.EndsWith("embed_tokens.weight", StringComparison.Ordinal))
            ? new(WeightKind.Llama, NameLayout.Published, null)
            : new(WeightKind.Unknown, NameLayout.Published, null);
    }

    private static NameMap? MapOf(WeightKind kind, NameLayout layout, IReadOnlyDictionary<string, TensorEntry> entries)
    {
        var embedder = layout == NameLayout.Published ? "img_in.proj.weight" : "x_embedder.proj.weight";
        return kind switch
        {
            WeightKind.HunyuanTransformer => MmDitNames.Map(entries[embedder].Shape[0]),
            WeightKind.WanTransformer => WanNames.Map,
            WeightKind.WanVae when layout == NameLayout.Diffusers => WanVaeNames.Map(DiffusersVae(entries)),
            WeightKind.WanVae => WanVaeNames.Map(FlatVae(entries)),
            _ => null,
        };
    }

    // The number of levels and of residual blocks is all that the names depend on.
    private static WanVaeConfig DiffusersVae(IReadOnlyDictionary<string, TensorEntry> entries) => Vae(
        Count(entries, "decoder.up_blocks.{0}."), Count(entries, "decoder.up_blocks.0.resnets.{0}.") - 1);

    private static WanVaeConfig FlatVae(IReadOnlyDictionary<string, TensorEntry> entries)
    {
        // A level of the encoder is its residual blocks and, but for the last, what shrinks it.
        var length = Count(entries, "encoder.downsamples.{0}.");
        var blocks = 0;
        while (entries.ContainsKey($"encoder.downsamples.{blocks}.residual.0.gamma"))
            blocks++;
        return Vae(levels: (length + 1) / (blocks + 1), blocks);
    }

    private static WanVaeConfig Vae(int levels, int layers) => WanVaeConfig.Wan21 with
    {
        ChannelFactors = [.. Enumerable.Repeat(1, levels)],
        NumLayers = layers,
    };

    private static int Count(IReadOnlyDictionary<string, TensorEntry> entries, string pattern)
    {
        var i = 0;
        while (entries.Keys.Any(name => name.StartsWith(
            pattern.Replace("{0}", $"{i}", StringComparison.Ordinal), StringComparison.Ordinal)))
        {
            i++;
        }
        return i;
    }
}
