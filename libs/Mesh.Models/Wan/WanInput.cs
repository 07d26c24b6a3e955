using static TorchSharp.torch;

namespace Mesh.Models.Wan;

/// <summary>One call of the Wan transformer.</summary>
/// <param name="Noisy">Noisy latent, [B, InChannels, T, h, w]; sides are multiples of the patch.</param>
/// <param name="Text">Encoded text, zeros behind its true length, [B, L, TextChannels], L at most TextLength.</param>
/// <param name="Timestep">In [0, 1000], [B].</param>
/// <param name="Vace">Context of VACE, [B, VaceChannels, T, h, w]; null when the network has no such branch.</param>
/// <param name="VaceScale">Factor on every hint; 0 is the network without the branch.</param>
public sealed record WanInput(Tensor Noisy, Tensor Text, Tensor Timestep, Tensor? Vace = null, double VaceScale = 1);
