namespace Mesh.Editing.Stages;

/// <summary>Instruction in, condition out.</summary>
/// <param name="model">Loaded with <see cref="ModelParts.Text"/>.</param>
public sealed class TextStage(EditModel model)
{
    /// <param name="instruction">What to change, in words.</param>
    /// <param name="guidance">Classifier-free guidance scale; null is the model's own, 1 is off.</param>
    /// <param name="negativePrompt">What guidance leads away from; null is the model's own.</param>
    /// <exception cref="EditRequestException">The instruction is empty, or guidance is out of range.</exception>
    /// <exception cref="ArgumentException">The encoder cannot read the instruction; the message says why.</exception>
    public (EditCondition Condition, ConditionFacts Facts) Encode(
        string instruction, double? guidance = null, string? negativePrompt = null)
    {
        EditRequest.ValidateWords(instruction, guidance);
        var facts = new ConditionFacts(
            model.Name,
            instruction,
            guidance ?? model.Defaults.Guidance,
            negativePrompt ?? model.Defaults.NegativePrompt);
        return (EditCondition.Encode(model, facts.Guidance, facts.NegativePrompt, instruction), facts);
    }

    /// <inheritdoc cref="Encode"/>
    /// <param name="instruction">What to change, in words.</param>
    /// <param name="output">The condition to write, safetensors.</param>
    /// <param name="guidance">Classifier-free guidance scale; null is the model's own, 1 is off.</param>
    /// <param name="negativePrompt">What guidance leads away from; null is the model's own.</param>
    public void Run(string instruction, string output, double? guidance = null, string? negativePrompt = null)
    {
        var (condition, facts) = Encode(instruction, guidance, negativePrompt);
        using (condition)
            ConditionFile.Write(output, condition, facts);
    }
}
