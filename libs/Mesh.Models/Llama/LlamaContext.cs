using static TorchSharp.torch;

namespace Mesh.Models.Llama;

/// <summary>What all blocks of one pass share.</summary>
/// <param name="Rope">Turns queries and keys by their position.</param>
/// <param name="Mask">Added to the scores, [B, 1, L, K]; hides padding and what comes later.</param>
/// <param name="Cache">Keys and values of earlier tokens; null when there are none.</param>
internal sealed record LlamaContext(HalfRope Rope, Tensor Mask, KeyValueCache? Cache);
