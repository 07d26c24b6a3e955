namespace Mesh.Training.Stages;

/// <summary>Where a stage is: all of it that is not a tensor.</summary>
public sealed class StageState
{
    /// <summary>Steps done.</summary>
    public int Step { get; set; }

    /// <summary>Steps of the stage, once they are fixed.</summary>
    public int? TotalSteps { get; set; }

    /// <summary>Time spent by the processes before this one.</summary>
    public TimeSpan Before { get; set; }

    public List<StepRecord> History { get; init; } = [];

    public bool Done => Step >= TotalSteps;
}
