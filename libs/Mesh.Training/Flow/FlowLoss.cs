using Mesh.Diffusion;
using static TorchSharp.torch;

namespace Mesh.Training.Flow;

// B batch, C channels, T h w latent cells

/// <summary>The error of a prediction, weighted so that small edits are learned as well as large ones.</summary>
public static class FlowLoss
{
    /// <param name="output">Raw output of the network, [B, C, T, h, w].</param>
    /// <param name="source">Clean latent of the source, same shape.</param>
    /// <param name="target">Clean latent of the edited film, same shape.</param>
    /// <param name="noise">Same shape.</param>
    /// <param name="t">Flow times, [B, 1, 1, 1, 1].</param>
    /// <param name="objective">Prediction and weights.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Of(
        Tensor output, Tensor source, Tensor target, Tensor noise, Tensor t, FlowObjective objective)
    {
        using var scope = NewDisposeScope();
        var error = objective.Prediction switch
        {
            Prediction.Velocity => output - (noise - target),
            Prediction.SourceResidual => (output - (target - source)) / t.clamp_min(objective.MinTime),
            _ => throw new ArgumentOutOfRangeException(nameof(objective), objective.Prediction, "Not a prediction."),
        };
        var cells = error.square().mean([1], keepdim: true);  // [B, 1, T, h, w]
        return (cells * Weights(source, target, objective)).mean().MoveToOuterDisposeScope();
    }

    /// <returns>[B, 1, T, h, w].</returns>
    internal static Tensor Weights(Tensor source, Tensor target, FlowObjective objective)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var change = (target - source).square().mean([1], keepdim: true);
        var cells = 1 + (change > objective.ChangeThreshold).to(ScalarType.Float32) * (objective.ChangeWeight - 1);
        var samples = (change.mean([2, 3, 4], keepdim: true) + objective.BalanceOffset).pow(-objective.Balance);
        return (cells * samples).MoveToOuterDisposeScope();
    }
}
