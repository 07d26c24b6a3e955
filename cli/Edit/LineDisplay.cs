using Mesh.Editing;

namespace Mesh.Cli.Edit;

/// <summary>One line per finished stage of a window, at most one a second: readable in a log.</summary>
internal sealed class LineDisplay : EditDisplay
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private DateTime _next;

    public override void Report(EditProgress value)
    {
        var isLast = value is { Window: var window, Windows: var windows } && window == windows
            && value.Step == value.Steps;
        if (!isLast && DateTime.UtcNow < _next)
            return;

        _next = DateTime.UtcNow + Pause;
        var step = value.Steps > 1 ? $", step {value.Step}/{value.Steps}" : "";
        var place = value.Windows > 1 ? $", window {value.Window}/{value.Windows}" : "";
        var left = Left(value) is { Length: > 0 } time ? $", {time}" : "";
        Console.Error.WriteLine($"{Name(value.Stage)}{place}{step}{left}");
    }

    public override void Dispose()
    {
    }
}
