using Mesh.Models;
using static TorchSharp.torch;

namespace Mesh.Training.Data;

/// <summary>One encoded pair of clips with its encoded instruction.</summary>
/// <param name="Source">Latent of the clip to edit, [C, T, h, w].</param>
/// <param name="Target">Latent of the edited clip, shaped as Source.</param>
/// <param name="Text">The instruction, a batch of one.</param>
public sealed record TrainingSample(Tensor Source, Tensor Target, TextCondition Text);
