using Mesh.Diffusion;

namespace Mesh.Training.Flow;

/// <summary>What the editor is trained to predict, and what counts how much.</summary>
public sealed record FlowObjective
{
    public Prediction Prediction { get; init; } = Prediction.SourceResidual;

    /// <summary>Time shift of the drawn flow times; above 1 more of them are near noise.</summary>
    public double Shift { get; init; } = 3;

    /// <summary>Share of samples that start from pure noise, t = 1.</summary>
    public double PureNoise { get; init; } = 0.4;

    /// <summary>An x-prediction's error is divided by max(t, MinTime) squared.</summary>
    public double MinTime { get; init; } = 0.4;

    /// <summary>Weight of a cell that the edit changes.</summary>
    public double ChangeWeight { get; init; } = 3;

    /// <summary>A cell changes when its mean squared latent difference is above this.</summary>
    public double ChangeThreshold { get; init; } = 0.02;

    /// <summary>A sample weighs (b + BalanceOffset)^-Balance, b its mean squared latent change; 0 is off.</summary>
    public double Balance { get; init; } = 0.8;

    public double BalanceOffset { get; init; } = 0.01;

    /// <summary>Share of samples whose instruction is dropped, for classifier-free guidance.</summary>
    public double InstructionDropout { get; init; } = 0.1;
}
