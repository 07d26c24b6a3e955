using System.Text.RegularExpressions;
using Mesh.Distributed;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Training.Runs;

/// <summary>What a device can do, for model FLOPs utilization.</summary>
public static class DevicePeak
{
    // Dense bfloat16 with float32 sums, in Tflop/s, from NVIDIA's data sheets. Longer names come first.
    private static readonly (string Name, double Tflops)[] Known =
    [
        ("H200", 989),
        ("H100 NVL", 835),
        ("H100 PCIe", 756),
        ("H100", 989),
        ("B200", 2250),
        ("A100", 312),
        ("A800", 312),
        ("L40S", 362),
        ("L40", 181),
        ("L4", 121),
        ("A40", 150),
        ("A10G", 70),
        ("A10", 125),
        ("RTX 6000 Ada", 364),
        ("RTX 4090", 165),
        ("RTX 3090", 71),
    ];

    // Of a part of a card, or of another one with the same number, nothing is known.
    private static readonly string[] Others = ["MIG", "Laptop", "4090 D"];

    /// <summary>Operations a second in bfloat16.</summary>
    /// <returns>Null for the CPU, and for GPUs that are not in the table.</returns>
    public static double? Of(Device device) =>
        device.type == DeviceType.CUDA && Gpu.Name(device.index) is { } name ? OfName(name) : null;

    /// <summary>Operations a second of a GPU by the name that its maker gives it.</summary>
    internal static double? OfName(string name) => Others.Any(other => name.Contains(other, StringComparison.Ordinal))
        ? null
        : Known.Where(known => Regex.IsMatch(name, $@"\b{known.Name}\b", RegexOptions.IgnoreCase))  // "L4" is not "L40"
            .Select(known => (double?)(known.Tflops * 1e12))
            .FirstOrDefault();
}
