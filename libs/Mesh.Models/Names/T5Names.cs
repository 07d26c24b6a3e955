namespace Mesh.Models.Names;

/// <summary>The encoder of a T5 as Hugging Face publishes it, as keys of <see cref="Umt5.Umt5Model"/>.</summary>
public static class T5Names
{
    private const string Block = "encoder.block.";

    private static readonly Dictionary<string, string> Parts = new()
    {
        ["layer.0.layer_norm.weight"] = "norm1.weight",
        ["layer.0.SelfAttention.q.weight"] = "attn.q.weight",
        ["layer.0.SelfAttention.k.weight"] = "attn.k.weight",
        ["layer.0.SelfAttention.v.weight"] = "attn.v.weight",
        ["layer.0.SelfAttention.o.weight"] = "attn.o.weight",
        ["layer.1.layer_norm.weight"] = "norm2.weight",
        ["layer.1.DenseReluDense.wi_0.weight"] = "ffn.gate.0.weight",
        ["layer.1.DenseReluDense.wi_1.weight"] = "ffn.fc1.weight",
        ["layer.1.DenseReluDense.wo.weight"] = "ffn.fc2.weight",
    };

    /// <summary>Our key for a published name; null for the decoder and for second names of a tensor.</summary>
    public static string? KeyOf(string published) => published switch
    {
        "shared.weight" => "token_embedding.weight",
        "encoder.final_layer_norm.weight" => "norm.weight",
        Block + "0.layer.0.SelfAttention.relative_attention_bias.weight" => "pos_embedding.embedding.weight",
        _ when published.StartsWith(Block, StringComparison.Ordinal) => OfBlock(published[Block.Length..]),
        _ => null,
    };

    private static string? OfBlock(string name)
    {
        var dot = name.IndexOf('.');
        return dot > 0 && Parts.TryGetValue(name[(dot + 1)..], out var part) ? $"blocks.{name[..dot]}.{part}" : null;
    }
}
