using Mesh.Editing;
using Spectre.Console;

namespace Mesh.Cli.Edit;

/// <summary>A bar per stage with the time left, drawn on a terminal.</summary>
internal sealed class BarDisplay : EditDisplay
{
    private readonly TaskCompletionSource _ended = new();
    private readonly Task _drawing;
    private readonly Dictionary<EditStage, ProgressTask> _bars = [];
    private readonly TaskCompletionSource<ProgressContext> _context = new();

    public BarDisplay()
    {
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) });
        _drawing = console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(),
                new PercentageColumn())
            .StartAsync(context =>
            {
                _context.SetResult(context);
                return _ended.Task;
            });
    }

    public override void Report(EditProgress value)
    {
        if (!_bars.TryGetValue(value.Stage, out var bar))
            _bars[value.Stage] = bar = _context.Task.Result.AddTask(Name(value.Stage));

        bar.Value = 100 * value.Share;
        bar.Description = bar.IsFinished ? Name(value.Stage) : $"{Name(value.Stage)} [grey]{Left(value)}[/]";
    }

    public override void Dispose()
    {
        foreach (var bar in _bars.Values)
            bar.StopTask();
        _ended.TrySetResult();
        _drawing.Wait();
    }
}
