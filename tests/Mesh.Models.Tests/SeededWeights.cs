using static TorchSharp.torch;

namespace Mesh.Models.Tests;

/// <summary>Random numbers that are the same in every run, whatever tests run beside.</summary>
internal static class SeededWeights
{
    public static Generator Seed(ulong seed) => new(seed);

    /// <summary>Noise of variance 0.5 / fan-in in matrices and kernels, small noise in biases; norms stay.</summary>
    public static T Fill<T>(T module, ulong seed)
        where T : nn.Module
    {
        using var ungraded = no_grad();
        using var generator = Seed(seed);
        foreach (var (name, weight) in module.named_parameters())
        {
            if (weight.dim() > 1)
                weight.normal_(0, Math.Sqrt(0.5 * weight.shape[0] / weight.numel()), generator);
            else if (name.EndsWith("bias", StringComparison.Ordinal))
                weight.normal_(0, 0.1, generator);
        }
        return module;
    }
}
