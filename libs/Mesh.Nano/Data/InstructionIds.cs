using Mesh.Models.NanoText;
using static TorchSharp.torch;

namespace Mesh.Nano.Data;

/// <summary>Token ids of instructions, before there is a network that reads them.</summary>
internal sealed class InstructionIds(NanoTextConfig config)
{
    private readonly NanoVocabulary _vocabulary = new(config);

    /// <summary>L.</summary>
    public int Length => config.Length;

    /// <returns>int64, [B, L].</returns>
    public Tensor Of(IReadOnlyList<string> instructions)
    {
        long[] ids = [.. instructions.SelectMany(_vocabulary.Encode)];
        return tensor(ids, [instructions.Count, Length]);
    }
}
