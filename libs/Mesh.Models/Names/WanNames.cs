namespace Mesh.Models.Names;

/// <summary>Wan's and VACE's transformer.</summary>
public static class WanNames
{
    public static NameMap Map { get; } = new([.. Embedders(), .. Block("blocks.*."), .. Block("vace_blocks.*."),
        new("vace_blocks.*.before_proj", "vace_blocks.*.proj_in"),
        new("vace_blocks.*.after_proj", "vace_blocks.*.proj_out")]);

    private static IEnumerable<NameRule> Embedders() =>
    [
        new("patch_embedding", "patch_embedding"),
        new("vace_patch_embedding", "vace_patch_embedding"),
        new("text_embedding.0", "condition_embedder.text_embedder.linear_1"),
        new("text_embedding.2", "condition_embedder.text_embedder.linear_2"),
        new("time_embedding.0", "condition_embedder.time_embedder.linear_1"),
        new("time_embedding.2", "condition_embedder.time_embedder.linear_2"),
        new("time_projection.1", "condition_embedder.time_proj"),
        new("head.head", "proj_out"),
        new("head.modulation", "scale_shift_table"),
    ];

    // Diffusers counts the norm before the attention to the text as the second, the authors as the third.
    private static IEnumerable<NameRule> Block(string block) =>
    [
        new(block + "modulation", block + "scale_shift_table"),
        new(block + "norm3", block + "norm2"),
        new(block + "ffn.0", block + "ffn.net.0.proj"),
        new(block + "ffn.2", block + "ffn.net.2"),
        .. Attention(block + "self_attn.", block + "attn1."),
        .. Attention(block + "cross_attn.", block + "attn2."),
    ];

    private static IEnumerable<NameRule> Attention(string ours, string theirs) =>
    [
        new(ours + "q", theirs + "to_q"),
        new(ours + "k", theirs + "to_k"),
        new(ours + "v", theirs + "to_v"),
        new(ours + "o", theirs + "to_out.0"),
        new(ours + "norm_q", theirs + "norm_q"),
        new(ours + "norm_k", theirs + "norm_k"),
    ];
}
