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

    /// <summary>The same on another device, contiguous; owned by the caller.</summary>
    public EditCondition To(Device device)
    {
        return new(On(Prompted), Unprompted is null ? null : On(Unprompted));

        TextCondition On(TextCondition text) => new(Moved(text.Tokens), Moved(text.Mask), Moved(text.Pooled));

        Tensor Moved(Tensor tensor)
        {
            using var scope = NewDisposeScope();
            return tensor.to(device).contiguous().alias().MoveToOuterDisposeScope();
        }
    }

    public void Dispose()
    {
        Prompted.Dispose();
        Unprompted?.Dispose();
    }
}
