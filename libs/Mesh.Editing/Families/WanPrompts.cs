using Mesh.Models;
using Mesh.Models.Umt5;
using Mesh.Tokenizers;
using Mesh.Tokenizers.Cleaning;
using static TorchSharp.torch;

namespace Mesh.Editing.Families;

/// <summary>Reads instructions as Wan does: cleaned, by UMT5, zeros behind the end. Owns the network.</summary>
internal sealed class WanPrompts(Tokenizer tokenizer, Umt5Model model, int maxTokens) : ITextEncoder, IDisposable
{
    private const int PadId = 0;

    /// <inheritdoc/>
    public TextCondition Encode(IReadOnlyList<string> instructions)
    {
        using var scope = NewDisposeScope();
        var device = model.parameters().First().device;
        var batch = tokenizer.Encode(
            [.. instructions.Select(PromptText.Clean)],
            new BatchShape { MaxLength = maxTokens, PadId = PadId, PadToMaximum = false });
        var ids = tensor(batch.Ids, [batch.Count, batch.Length], device: device);
        var mask = tensor(batch.Mask, [batch.Count, batch.Length], device: device);
        var states = model.call(ids, mask);
        return new TextCondition(
            (states * mask.unsqueeze(-1).to(states.dtype)).MoveToOuterDisposeScope(),
            mask.MoveToOuterDisposeScope(),
            zeros([batch.Count, 0], states.dtype, device).MoveToOuterDisposeScope());
    }

    public void Dispose() => model.Dispose();
}
