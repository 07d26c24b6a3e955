using Mesh.Editing;
using Mesh.ServiceDefaults.Bus;

namespace Mesh.Serving.Work;

/// <summary>Tells the bus how far one stage of an edit has got.</summary>
/// <param name="progress">Told.</param>
/// <param name="stage">What counts as a step; the rest goes by untold.</param>
public sealed class StageSteps(IProgress<StageProgress> progress, EditStage stage) : IProgress<EditProgress>
{
    public void Report(EditProgress value)
    {
        if (value.Stage == stage)
            progress.Report(new(value.Step, value.Steps, value.Window, value.Windows));
    }
}
