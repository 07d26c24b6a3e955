using static TorchSharp.torch;

namespace Mesh.Models.Llama;

/// <summary>Prompts as the first layer sees them, padded at the left.</summary>
/// <param name="Tokens">[B, L, C].</param>
/// <param name="Mask">1 for a token and 0 for padding, [B, L]; the last one of every row is a token.</param>
/// <param name="Places">
/// Of each token along each axis, [axes, B, L]; what follows stands one behind the largest of its row. Null counts the
/// tokens of each row.
/// </param>
internal sealed record EmbeddedPrompts(Tensor Tokens, Tensor Mask, Tensor? Places = null);
