using System.Text.Json;
using Mesh.Models.Wan;

namespace Mesh.Editing.Families;

/// <summary>The config.json that Wan and VACE are published with.</summary>
internal static class WanTransformerConfig
{
    private static readonly string[] Marks = ["dim", "ffn_dim", "num_heads", "num_layers"];

    /// <summary>Whether a config.json is of this kind.</summary>
    public static bool Describes(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && Marks.All(mark => json.TryGetProperty(mark, out _));

    /// <exception cref="ArgumentException">It is of a kind that is not edited with: image to video.</exception>
    /// <exception cref="InvalidOperationException">A value is no number.</exception>
    public static WanConfig Read(JsonElement json)
    {
        if (json.TryGetProperty("model_type", out var type) && type.GetString() is not ("t2v" or "vace"))
            throw new ArgumentException($"model_type must be t2v or vace, got {type}.");
        var common = WanConfig.Wan1_3B;
        return common with
        {
            HiddenSize = Integer("dim", common.HiddenSize),
            FfnSize = Integer("ffn_dim", common.FfnSize),
            NumHeads = Integer("num_heads", common.NumHeads),
            NumLayers = Integer("num_layers", common.NumLayers),
            InChannels = Integer("in_dim", common.InChannels),
            OutChannels = Integer("out_dim", common.OutChannels),
            TextChannels = Integer("text_dim", common.TextChannels),
            TextLength = Integer("text_len", common.TextLength),
            FreqDim = Integer("freq_dim", common.FreqDim),
            NormEps = json.TryGetProperty("eps", out var eps) ? eps.GetDouble() : common.NormEps,
            Vace = json.TryGetProperty("vace_layers", out var layers)
                ? new VaceConfig
                {
                    Layers = [.. layers.EnumerateArray().Select(layer => layer.GetInt32())],
                    InChannels = Integer("vace_in_dim", new VaceConfig { Layers = [0] }.InChannels),
                }
                : null,
        };

        int Integer(string name, int otherwise) =>
            json.TryGetProperty(name, out var value) ? value.GetInt32() : otherwise;
    }
}
