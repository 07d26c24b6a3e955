namespace Mesh.Models.Names;

/// <summary>HunyuanVideo's and ICVE's transformer.</summary>
public static class MmDitNames
{
    /// <param name="hiddenSize">Channels of a token: rows of img_in.proj.weight and of x_embedder.proj.weight.</param>
    public static NameMap Map(long hiddenSize) => new(
        [.. Embedders, .. Refiner, .. Stream("img", "", "to_{0}", "to_out.0", ""),
            .. Stream("txt", "_context", "add_{0}_proj", "to_add_out", "added_"), .. Singles],
        hiddenSize);

    private static IReadOnlyList<NameRule> Embedders { get; } =
    [
        new("img_in.proj", "x_embedder.proj"),
        new("time_in.mlp.0", "time_text_embed.timestep_embedder.linear_1"),
        new("time_in.mlp.2", "time_text_embed.timestep_embedder.linear_2"),
        new("guidance_in.mlp.0", "time_text_embed.guidance_embedder.linear_1"),
        new("guidance_in.mlp.2", "time_text_embed.guidance_embedder.linear_2"),
        new("vector_in.in_layer", "time_text_embed.text_embedder.linear_1"),
        new("vector_in.out_layer", "time_text_embed.text_embedder.linear_2"),
        new("final_layer.linear", "proj_out"),
        new("final_layer.adaLN_modulation.1", "norm_out.linear") { SwapsHalves = true },
    ];

    private static IReadOnlyList<NameRule> Refiner { get; } =
    [
        new("txt_in.input_embedder", "context_embedder.proj_in"),
        new("txt_in.t_embedder.mlp.0", "context_embedder.time_text_embed.timestep_embedder.linear_1"),
        new("txt_in.t_embedder.mlp.2", "context_embedder.time_text_embed.timestep_embedder.linear_2"),
        new("txt_in.c_embedder.linear_1", "context_embedder.time_text_embed.text_embedder.linear_1"),
        new("txt_in.c_embedder.linear_2", "context_embedder.time_text_embed.text_embedder.linear_2"),
        .. RefinerBlock(
            "txt_in.individual_token_refiner.blocks.*.", "context_embedder.token_refiner.refiner_blocks.*."),
    ];

    private static IReadOnlyList<NameRule> Singles { get; } =
    [
        new("single_blocks.*.linear1", OfSingle("attn.to_q"), OfSingle("attn.to_k"), OfSingle("attn.to_v"),
            OfSingle("proj_mlp")),
        new("single_blocks.*.linear2", OfSingle("proj_out")),
        new("single_blocks.*.q_norm", OfSingle("attn.norm_q")),
        new("single_blocks.*.k_norm", OfSingle("attn.norm_k")),
        new("single_blocks.*.modulation.linear", OfSingle("norm.linear")),
    ];

    private static IEnumerable<NameRule> RefinerBlock(string ours, string theirs) =>
    [
        new(ours + "norm1", theirs + "norm1"),
        new(ours + "norm2", theirs + "norm2"),
        new(ours + "self_attn_qkv", theirs + "attn.to_q", theirs + "attn.to_k", theirs + "attn.to_v"),
        new(ours + "self_attn_proj", theirs + "attn.to_out.0"),
        new(ours + "mlp.fc1", theirs + "ff.net.0.proj"),
        new(ours + "mlp.fc2", theirs + "ff.net.2"),
        new(ours + "adaLN_modulation.1", theirs + "norm_out.linear"),
    ];

    private static IEnumerable<NameRule> Stream(
        string stream, string suffix, string projection, string output, string added)
    {
        var (ours, theirs) = ($"double_blocks.*.{stream}_", "transformer_blocks.*.");
        return
        [
            new(ours + "attn_qkv", [.. "qkv".Select(part =>
                theirs + "attn." + projection.Replace("{0}", part.ToString(), StringComparison.Ordinal))]),
            new(ours + "attn_proj", theirs + "attn." + output),
            new(ours + "attn_q_norm", $"{theirs}attn.norm_{added}q"),
            new(ours + "attn_k_norm", $"{theirs}attn.norm_{added}k"),
            new(ours + "mlp.fc1", $"{theirs}ff{suffix}.net.0.proj"),
            new(ours + "mlp.fc2", $"{theirs}ff{suffix}.net.2"),
            new(ours + "mod.linear", $"{theirs}norm1{suffix}.linear"),
        ];
    }

    private static string OfSingle(string part) => "single_transformer_blocks.*." + part;
}
