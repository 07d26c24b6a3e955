using static TorchSharp.torch;

namespace Mesh.Models.MmDit;

/// <summary>One call of the video transformer.</summary>
/// <param name="Noisy">Noisy latent, [B, InChannels, T, h, w].</param>
/// <param name="Source">Clean latent of the video to edit, shaped as Noisy; null generates from text alone.</param>
/// <param name="Text">The encoded instructions.</param>
/// <param name="Timestep">1000 times the flow time, in [0, 1000], [B].</param>
/// <param name="Guidance">1000 times the embedded guidance scale, [B]; null exactly when the network has none.</param>
public sealed record MmDitInput(Tensor Noisy, Tensor? Source, TextCondition Text, Tensor Timestep, Tensor? Guidance);
