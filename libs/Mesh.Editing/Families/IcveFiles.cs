namespace Mesh.Editing.Families;

/// <summary>Where the files of a folder lie when not where they are published; paths below the folder.</summary>
public sealed record IcveFiles
{
    // ICVE's checkpoint goes before HunyuanVideo's own transformer, which lies in the same folder when both are there.
    private static readonly string[] PublishedTransformers =
    [
        "transformer", "transformer.safetensors", "checkpoint/diffusion_pytorch_model.safetensors",
        "checkpoint/diffusion_pytorch_model.safetensors.index.json", "diffusion_pytorch_model.safetensors",
        "diffusion_pytorch_model.safetensors.index.json", "transformers/mp_rank_00_model_states.pt",
        "hunyuan-video-t2v-720p/transformers/mp_rank_00_model_states.pt",
        "ckpts/hunyuan-video-t2v-720p/transformers/mp_rank_00_model_states.pt",
    ];

    private static readonly string[] PublishedVaes =
        ["vae", "vae.safetensors", "hunyuan-video-t2v-720p/vae", "ckpts/hunyuan-video-t2v-720p/vae"];

    public string? Transformer { get; init; }

    public string? Vae { get; init; }

    /// <summary>The LLaMA.</summary>
    public string? TextEncoder { get; init; }

    /// <summary>The CLIP.</summary>
    public string? TextEncoder2 { get; init; }

    /// <summary>Of the LLaMA; null is beside its weights.</summary>
    public string? Tokenizer { get; init; }

    /// <summary>Of the CLIP; null is beside its weights.</summary>
    public string? Tokenizer2 { get; init; }

    internal IReadOnlyList<string> Transformers() => Transformer is { } file ? [file] : PublishedTransformers;

    internal IReadOnlyList<string> Vaes() => Vae is { } file ? [file] : PublishedVaes;

    internal IReadOnlyList<string> TextEncoders() => Of(TextEncoder, "text_encoder");

    internal IReadOnlyList<string> TextEncoders2() => Of(TextEncoder2, "text_encoder_2");

    internal IReadOnlyList<string> TokenizerFolders() => Of(Tokenizer ?? TextEncoder, "text_encoder");

    internal IReadOnlyList<string> Tokenizer2Folders() => Of(Tokenizer2 ?? TextEncoder2, "text_encoder_2");

    private static IReadOnlyList<string> Of(string? own, string published) =>
        own is not null ? [own] : [published, $"ckpts/{published}"];
}
