using Mesh.Editing;

namespace Mesh.Cli.Edit;

/// <summary>Shows the progress of an edit until disposed.</summary>
internal abstract class EditDisplay : IProgress<EditProgress>, IDisposable
{
    /// <summary>Bars on a terminal, lines in a log, nothing when <paramref name="silent"/>.</summary>
    public static EditDisplay Create(bool silent) => silent ? new SilentDisplay()
        : Console.IsErrorRedirected ? new LineDisplay()
        : new BarDisplay();

    public abstract void Report(EditProgress value);

    public abstract void Dispose();

    protected static string Name(EditStage stage) => stage switch
    {
        EditStage.Text => "read instruction",
        EditStage.Probe => "read film",
        EditStage.Encode => "encode",
        EditStage.Denoise => "denoise",
        EditStage.Decode => "decode",
        EditStage.Write => "write film",
        EditStage.Measure => "measure",
        _ => stage.ToString(),
    };

    protected static string Left(EditProgress progress) => progress.Remaining is { } left
        ? $"{Math.Ceiling(left.TotalSeconds):0} s left"
        : "";

    private sealed class SilentDisplay : EditDisplay
    {
        public override void Report(EditProgress value)
        {
        }

        public override void Dispose()
        {
        }
    }
}
