using static TorchSharp.torch;

namespace Mesh.Models.Tests;

/// <summary>Random numbers that are the same in every run, whatever tests run beside.</summary>
internal static class SeededWeights
{
    public static Generator Seed(ulong seed) => new(seed);

    /// <summary>Fills every matrix and kernel with noise of variance 0.5 / fan-in; vectors keep their values.</summary>
    public static T Fill<T>(T module, ulong seed)
        where T : nn.Module
    {
        using var ungraded = no_grad();
        using var generator = Seed(seed);
        foreach (var weight in module.parameters().Where(weight => weight.dim() > 1))
            weight.normal_(0, Math.Sqrt(0.5 * weight.shape[0] / weight.numel()), generator);
        return module;
    }
}
