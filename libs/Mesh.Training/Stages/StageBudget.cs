namespace Mesh.Training.Stages;

/// <summary>
/// The length of a stage. Given in time, the learning rate stays up for the first half of it and the steps done by then
/// are done once more while it decays: the step count is fixed at half time, and the same count given in steps repeats
/// the run.
/// </summary>
public sealed record StageBudget
{
    private StageBudget(int? steps, TimeSpan? time) => (NumSteps, Time) = (steps, time);

    public int? NumSteps { get; }

    public TimeSpan? Time { get; }

    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1 step.</exception>
    public static StageBudget Steps(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        return new StageBudget(steps, null);
    }

    /// <exception cref="ArgumentOutOfRangeException">No time.</exception>
    public static StageBudget For(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero);
        return new StageBudget(null, time);
    }
}
