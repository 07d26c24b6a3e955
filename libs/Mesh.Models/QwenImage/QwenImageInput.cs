using static TorchSharp.torch;

namespace Mesh.Models.QwenImage;

/// <summary>Tokens of a picture along height and width.</summary>
public readonly record struct TokenGrid(long Rows, long Columns)
{
    public long Count => Rows * Columns;
}

/// <summary>One call of the Qwen-Image transformer.</summary>
/// <param name="Tokens">Packed noisy latent, then the packed latents of the references, [B, Li, InChannels].</param>
/// <param name="Pictures">Grids of the noisy picture and of each reference, in that order.</param>
/// <param name="Text">Encoded prompt, [B, Lt, TextChannels].</param>
/// <param name="Mask">1 for a text token that is seen, [B, Lt]; null for all.</param>
/// <param name="Time">Flow time in [0, 1]; 1 is noise, [B].</param>
public sealed record QwenImageInput(
    Tensor Tokens, IReadOnlyList<TokenGrid> Pictures, Tensor Text, Tensor? Mask, Tensor Time);
