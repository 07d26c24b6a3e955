namespace Mesh.Editing.Pictures;

/// <summary>How Qwen-Image-Edit is told about its pictures.</summary>
internal sealed record QwenPromptStyle
{
    private const string Picture = "<|vision_start|><|image_pad|><|vision_end|>";

    private const string Template = "<|im_start|>system\nDescribe the key features of the input image (color, shape, "
        + "size, texture, objects, background), then explain how the user's text instruction should alter or modify "
        + "the image. Generate a new image that meets the user's requirements while maintaining consistency with the "
        + "original input where appropriate.<|im_end|>\n<|im_start|>user\n{0}<|im_end|>\n<|im_start|>assistant\n";

    /// <summary>Tokens of the template before the user's words, which the transformer does not see.</summary>
    public const int Crop = 64;

    /// <summary>The first release: one picture, seen by the encoder as large as by the autoencoder.</summary>
    public static QwenPromptStyle OnePicture { get; } = new() { MaxPictures = 1 };

    /// <summary>Releases from September 2025 on: pictures are numbered, the encoder sees them smaller.</summary>
    public static QwenPromptStyle Numbered { get; } = new() { MaxPictures = 3, IsNumbered = true };

    public required int MaxPictures { get; init; }

    public bool IsNumbered { get; init; }

    /// <summary>What the encoder reads; each picture is one token.</summary>
    public string Prompt(string instruction, int pictures)
    {
        var shown = Enumerable.Range(1, pictures).Select(n => IsNumbered ? $"Picture {n}: {Picture}" : Picture);
        return Template.Replace("{0}", string.Concat(shown) + instruction, StringComparison.Ordinal);
    }
}
