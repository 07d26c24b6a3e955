using static TorchSharp.torch;

namespace Mesh.Models.Flux;

/// <summary>One call of the FLUX transformer.</summary>
/// <param name="Latent">Noisy latent, [B, C, h, w]; sides are even.</param>
/// <param name="References">Clean latents of pictures to go by, each [B, C, h', w']; may be none.</param>
/// <param name="Text">Encoded prompt, [B, Lt, TextChannels].</param>
/// <param name="Pooled">Pooled prompt, [B, PooledChannels].</param>
/// <param name="Time">Flow time in [0, 1]; 1 is noise, [B].</param>
/// <param name="Guidance">Embedded guidance scale, [B]; null exactly when the network has none.</param>
public sealed record FluxInput(
    Tensor Latent, IReadOnlyList<Tensor> References, Tensor Text, Tensor Pooled, Tensor Time, Tensor? Guidance);
