using static TorchSharp.torch;

namespace Mesh.Models;

/// <summary>An encoded batch of instructions.</summary>
/// <param name="Tokens">One vector per text token, padded at the right, [B, L, TextChannels].</param>
/// <param name="Mask">1 for a real token and 0 for padding, int64, [B, L].</param>
/// <param name="Pooled">One vector per instruction, [B, PooledChannels].</param>
public sealed record TextCondition(Tensor Tokens, Tensor Mask, Tensor Pooled) : IDisposable
{
    public void Dispose()
    {
        Tokens.Dispose();
        Mask.Dispose();
        Pooled.Dispose();
    }
}
