using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.MmDit;

/// <summary>Weights at the start of training; linear layers not named here keep their own default.</summary>
/// <remarks>Adaptive layer norm at zero: Peebles and Xie 2022 (DiT), arXiv:2212.09748, section 3.2.</remarks>
public static class MmDitInitializer
{
    private const double TimestepDeviation = 0.02;

    /// <param name="model">Its weights are overwritten in place.</param>
    /// <param name="gateBias">
    /// Bias of every gate. 0 makes each block the identity at the start; 0.5 lets a small network learn sooner.
    /// </param>
    public static void Initialize(MmDitModel model, double gateBias = 0)
    {
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, parameter) in model.named_parameters())
        {
            if (name.StartsWith("img_in.", StringComparison.Ordinal)
                || name.StartsWith("source_in.", StringComparison.Ordinal))
                InitializePatches(parameter);
            else if (name.StartsWith("final_layer.", StringComparison.Ordinal))
                parameter.zero_();
            else if (GateParts(name) is { } gates)
                InitializeModulation(parameter, gates, gateBias);
            else if (IsTimestepWeight(name))
                init.normal_(parameter, 0, TimestepDeviation);
        }
    }

    private static void InitializePatches(Parameter parameter)
    {
        if (parameter.dim() == 1)
            parameter.zero_();
        else
            init.xavier_uniform_(parameter.flatten(1));
    }

    private static void InitializeModulation(Parameter parameter, (int Parts, int[] Gates) gates, double gateBias)
    {
        parameter.zero_();
        if (parameter.dim() > 1)
            return;

        var parts = parameter.chunk(gates.Parts);
        foreach (var gate in gates.Gates)
            parts[gate].fill_(gateBias);
    }

    // Which parts of a modulation are gates; null for any other weight.
    private static (int Parts, int[] Gates)? GateParts(string name)
    {
        if (name.Contains("_mod.linear.", StringComparison.Ordinal))
            return (6, [2, 5]);
        if (name.Contains(".modulation.linear.", StringComparison.Ordinal))
            return (3, [2]);
        if (name.Contains(".adaLN_modulation.1.", StringComparison.Ordinal))
            return (2, [0, 1]);
        return null;
    }

    private static bool IsTimestepWeight(string name) =>
        (name.StartsWith("time_in.", StringComparison.Ordinal)
            || name.StartsWith("guidance_in.", StringComparison.Ordinal)
            || name.Contains(".t_embedder.", StringComparison.Ordinal))
        && name.EndsWith(".weight", StringComparison.Ordinal);
}
