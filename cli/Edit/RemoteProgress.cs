using Mesh.Contracts.Gateway.V1;
using Mesh.Editing;

namespace Mesh.Cli.Edit;

/// <summary>The progress of an edit in the mesh, as the displays know it.</summary>
internal static class RemoteProgress
{
    /// <summary>Null while there is nothing to show.</summary>
    public static EditProgress? Of(Contracts.Gateway.V1.Edit edit)
    {
        var at = edit.Progress;
        if (edit.State != EditState.Running || at.Steps == 0 || Of(at.Stage) is not { } stage)
            return null;
        return new(stage, at.Step, at.Steps, Math.Max(1, at.Window), Math.Max(1, at.Windows), at.Eta?.ToTimeSpan());
    }

    private static EditStage? Of(Stage stage) => stage switch
    {
        Stage.Encode => EditStage.Text,
        Stage.VaeEncode => EditStage.Encode,
        Stage.Denoise => EditStage.Denoise,
        Stage.VaeDecode => EditStage.Decode,
        Stage.Finish => EditStage.Measure,
        _ => null,
    };
}
