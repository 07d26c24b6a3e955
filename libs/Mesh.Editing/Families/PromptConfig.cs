using Mesh.Models.Clip;
using Mesh.Models.Llama;

namespace Mesh.Editing.Families;

/// <summary>
/// How HunyuanVideo and its editors read an instruction; the defaults are those of the released ICVE.
/// </summary>
public sealed record PromptConfig
{
    /// <summary>What stands for the instruction in <see cref="Template"/>.</summary>
    public const string Slot = "{}";

    /// <summary>Makes the tokens of the condition.</summary>
    public LlamaConfig Llama { get; init; } = LlamaConfig.Llava8B;

    /// <summary>Makes the pooled vector.</summary>
    public ClipTextConfig Clip { get; init; } = ClipTextConfig.Large;

    /// <summary>Last layers of the LLaMA that are not used; they are not loaded.</summary>
    public int SkippedLayers { get; init; } = 2;

    /// <summary>Tokens of the condition; a longer instruction loses its end.</summary>
    public int MaxTokens { get; init; } = 256;

    /// <summary>What the LLaMA reads; holds <see cref="Slot"/> once.</summary>
    public string Template { get; init; } = Slot;

    /// <summary>First tokens that are cut off again: those of the template before the instruction.</summary>
    public int CropStart { get; init; }

    /// <exception cref="ArgumentException">
    /// A number is out of range, or the template has no place for the text.
    /// </exception>
    public void Validate()
    {
        Llama.Validate();
        Clip.Validate();
        if (MaxTokens < 1 || CropStart < 0 || SkippedLayers < 0 || SkippedLayers >= Llama.NumLayers)
            throw new ArgumentException($"Numbers of the prompt are out of range: {this}.");
        if (Template.Split(Slot).Length != 2)
            throw new ArgumentException($"The prompt template must hold {Slot} once, got '{Template}'.");
    }
}
