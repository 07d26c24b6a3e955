using Mesh.Nn;
using static TorchSharp.torch;

namespace Mesh.Perception;

/// <summary>Where a network runs, and in which precision.</summary>
/// <param name="Device">Holds the weights.</param>
/// <param name="DType">Of weights and activations.</param>
public sealed record Placement(Device Device, ScalarType DType = ScalarType.Float32)
{
    /// <summary>float32 on the CPU.</summary>
    public static Placement Cpu { get; } = new(CPU);

    internal Layers Layers => Layers.On(Device, DType);
}
