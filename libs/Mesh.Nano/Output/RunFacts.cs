using Mesh.Nano.Recipe;
using Mesh.Training.Stages;

namespace Mesh.Nano.Output;

/// <summary>What a finished run has to tell, beside its recipe.</summary>
/// <param name="Recipe">What was run.</param>
/// <param name="Workers">One-thread workers.</param>
/// <param name="Stages">Histories in their order.</param>
/// <param name="Data">Time of rendering and encoding the pairs.</param>
internal sealed record RunFacts(
    NanoRecipe Recipe,
    int Workers,
    IReadOnlyList<(string Stage, IReadOnlyList<StepRecord> History)> Stages,
    TimeSpan Data)
{
    public int StepsOf(string stage) => HistoryOf(stage) is { Count: > 0 } history ? history[^1].Step : 0;

    public TimeSpan TimeOf(string stage) =>
        TimeSpan.FromSeconds(HistoryOf(stage) is { Count: > 0 } history ? history[^1].Seconds : 0);

    public TimeSpan Total => Data + Stages.Aggregate(TimeSpan.Zero, (sum, stage) => sum + TimeOf(stage.Stage));

    private IReadOnlyList<StepRecord> HistoryOf(string name) =>
        Stages.FirstOrDefault(stage => stage.Stage == name).History ?? [];
}
