using Mesh.Diffusion;
using Mesh.Models;
using static TorchSharp.torch;

namespace Mesh.Editing;

/// <summary>Classifier-free guidance with both branches in one call of the network.</summary>
internal static class BatchedGuidance
{
    /// <param name="model">Its denoiser is used.</param>
    /// <param name="condition">Both branches.</param>
    /// <param name="source">What the denoiser is shown, [B, SourceChannels, T, h, w].</param>
    /// <param name="scale">Of the guidance.</param>
    public static Velocity Of(EditModel model, EditCondition condition, Tensor source, double scale) => (x, t) =>
    {
        using var mode = inference_mode();
        using var scope = NewDisposeScope();
        var text = Joined(condition.Unprompted!, condition.Prompted);
        var both = model.Denoiser.Velocity(new(cat([x, x], 0), cat([source, source], 0), text, t)).chunk(2, 0);
        return (both[0] + scale * (both[1] - both[0])).MoveToOuterDisposeScope();
    };

    // The shorter text gets padding that its mask hides.
    private static TextCondition Joined(TextCondition first, TextCondition second)
    {
        var length = Math.Max(first.Tokens.shape[1], second.Tokens.shape[1]);
        return new(
            cat([Padded(first.Tokens), Padded(second.Tokens)], 0),
            cat([Padded(first.Mask.unsqueeze(-1)), Padded(second.Mask.unsqueeze(-1))], 0).squeeze(-1),
            cat([first.Pooled, second.Pooled], 0));

        Tensor Padded(Tensor rows) => rows.shape[1] == length
            ? rows
            : nn.functional.pad(rows, [0, 0, 0, length - rows.shape[1]]);
    }
}
