using static TorchSharp.torch;

namespace Mesh.Training.Flow;

/// <summary>Training samples of an instruction-following editor.</summary>
/// <param name="Source">Latent of the film to edit, [B, C, T, h, w].</param>
/// <param name="Target">Latent of the edited film, shaped as Source.</param>
/// <param name="Instructions">Token ids, int64, [B, L].</param>
public sealed record FlowBatch(Tensor Source, Tensor Target, Tensor Instructions);
