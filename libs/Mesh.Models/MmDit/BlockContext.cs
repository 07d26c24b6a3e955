using Mesh.Nn;
using static TorchSharp.torch;

namespace Mesh.Models.MmDit;

// B batch, S streams of video (source, edited), L tokens of a stream, Lt text tokens, C hidden size

/// <summary>What every block of one forward pass shares.</summary>
/// <param name="Vec">
/// Condition of each video stream after SiLU, [B, S, C]; the last is that of the edited video and of the text.
/// </param>
/// <param name="Rope">Positions of the L tokens of a stream; all streams have the same.</param>
/// <param name="Mask">Hides padded text keys, [B, 1, 1, S * L + Lt]; null when no token is padding.</param>
internal sealed record BlockContext(Tensor Vec, Rope Rope, Tensor? Mask)
{
    /// <summary>Whether only the edited video is read from the block's result, as after the last block.</summary>
    public bool EditedOnly { get; init; }
}
