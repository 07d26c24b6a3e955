using Mesh.Training.Curves;
using Mesh.Training.Stages;
using Mesh.Video.Images;

namespace Mesh.Nano.Stages;

/// <summary>The histories of the stages done, drawn anew after each.</summary>
internal sealed class RunHistories(NanoRun run)
{
    private readonly List<(string Stage, IReadOnlyList<StepRecord> History)> _stages = [];

    public IReadOnlyList<(string Stage, IReadOnlyList<StepRecord> History)> Stages => _stages;

    /// <summary>Time of the stages, data not counted.</summary>
    public TimeSpan Spent => TimeSpan.FromSeconds(_stages.Sum(
        stage => stage.History.Count == 0 ? 0 : stage.History[^1].Seconds));

    public void Add(string stage, StageState state)
    {
        _stages.Add((stage, state.History));
        PngFile.Save(run.PathOf("curves.png"), TrainingCurves.Draw(run.Recipe.Name, _stages));
        var live = stage != NanoRun.FineTuneStage;
        File.WriteAllText(run.PathOf("training/curves.html"), CurvePage.Write(run.Recipe.Name, _stages, live));
    }
}
