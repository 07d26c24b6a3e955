using Mesh.Models.Clip;
using Mesh.Models.Umt5;
using Mesh.Tokenizers;
using static TorchSharp.torch;

namespace Mesh.Editing.Pictures;

/// <summary>Reads instructions as FLUX does: tokens by a T5, the pooled vector by a CLIP. Owns the networks.</summary>
internal sealed class FluxPrompts(
    Tokenizer clipTokenizer, ClipTextModel clip, Tokenizer t5Tokenizer, Umt5Model t5, int maxTokens) : IDisposable
{
    private const int PadId = 0;

    /// <returns>Tokens [1, L, C] and the pooled vector [1, P].</returns>
    public (Tensor Tokens, Tensor Pooled) Encode(string instruction)
    {
        using var scope = NewDisposeScope();
        var (words, seen) = Ids(clipTokenizer, instruction, clip.Config.MaxLength);
        var pooled = clip.call(words, seen).Pooled;
        // Padding is read like words: the network was trained with it.
        var (ids, _) = Ids(t5Tokenizer, instruction, maxTokens);
        return (t5.call(ids, ones_like(ids)).MoveToOuterDisposeScope(), pooled.MoveToOuterDisposeScope());
    }

    public void Dispose()
    {
        clip.Dispose();
        t5.Dispose();
    }

    private (Tensor Ids, Tensor Mask) Ids(Tokenizer tokenizer, string text, int length)
    {
        var batch = tokenizer.Encode([text], new BatchShape { MaxLength = length, PadId = PadId });
        var device = t5.parameters().First().device;
        return (Matrix(batch.Ids), Matrix(batch.Mask));

        Tensor Matrix(long[] values) => tensor(values, [batch.Count, batch.Length], device: device);
    }
}
