using Mesh.Models;
using static TorchSharp.torch;

namespace Mesh.Editing;

/// <summary>What a denoiser is told: towards the instruction, and away from the negative prompt.</summary>
/// <param name="Prompted">The encoded instructions.</param>
/// <param name="Unprompted">The encoded negative prompts; null when there is no guidance.</param>
public sealed record EditCondition(TextCondition Prompted, TextCondition? Unprompted) : IDisposable
{
    /// <summary>Encodes instructions, and the negative prompt when guidance needs it.</summary>
    /// <param name="model">Its text encoder is used.</param>
    /// <param name="guidance">Classifier-free guidance scale; 1 is off.</param>
    /// <param name="negativePrompt">What guidance leads away from.</param>
    /// <param name="instructions">One for each sample.</param>
    /// <returns>A condition owned by the caller.</returns>
    public static EditCondition Encode(
        EditModel model, double guidance, string negativePrompt, params IReadOnlyList<string> instructions)
    {
        using var mode = inference_mode();
        var prompted = model.Text.Encode(instructions);
        try
        {
            return new(
                prompted,
                guidance == 1 ? null : model.Text.Encode([.. instructions.Select(_ => negativePrompt)]));
        }
        catch
        {
            prompted.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Prompted.Dispose();
        Unprompted?.Dispose();
    }
}
