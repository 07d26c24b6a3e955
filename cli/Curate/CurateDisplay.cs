using Mesh.Curation.Pipeline;
using Spectre.Console;

namespace Mesh.Cli.Curate;

/// <summary>Shows how far a curation is: bars on a terminal, lines in a log.</summary>
internal abstract class CurateDisplay : IProgress<CurationProgress>, IDisposable
{
    public static CurateDisplay Create(bool silent) =>
        silent ? new Silent() : Console.IsErrorRedirected ? new Lines() : new Bars();

    public abstract void Report(CurationProgress value);

    public virtual void Dispose()
    {
    }

    private static string Name(string step) => step switch
    {
        "read" => "read films",
        "look" => "look at films",
        "choose" => "find duplicates",
        "make" => "make samples",
        _ => "write dataset",
    };

    private sealed class Silent : CurateDisplay
    {
        public override void Report(CurationProgress value)
        {
        }
    }

    /// <summary>At most one a second, and the last of every step.</summary>
    private sealed class Lines : CurateDisplay
    {
        private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

        private readonly Lock _gate = new();
        private DateTime _next;

        public override void Report(CurationProgress value)
        {
            lock (_gate)
            {
                if (value.Done < value.Total && DateTime.UtcNow < _next)
                    return;
                _next = DateTime.UtcNow + Pause;
                Console.Error.WriteLine($"{Name(value.Step)} {value.Done}/{value.Total}, {value.Samples} samples");
            }
        }
    }

    private sealed class Bars : CurateDisplay
    {
        private readonly Lock _gate = new();
        private readonly TaskCompletionSource _ended = new();
        private readonly TaskCompletionSource<ProgressContext> _context = new();
        private readonly Dictionary<string, ProgressTask> _bars = [];
        private readonly Task _drawing;

        public Bars()
        {
            var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) });
            _drawing = console.Progress()
                .Columns(
                    new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(),
                    new PercentageColumn(), new RemainingTimeColumn())
                .StartAsync(context =>
                {
                    _context.SetResult(context);
                    return _ended.Task;
                });
        }

        public override void Report(CurationProgress value)
        {
            lock (_gate)
            {
                if (!_bars.TryGetValue(value.Step, out var bar))
                    _bars[value.Step] = bar = _context.Task.Result.AddTask(Name(value.Step));
                bar.MaxValue = Math.Max(1, value.Total);
                bar.Value = Math.Max(bar.Value, value.Total == 0 ? 1 : value.Done);
                bar.Description = $"{Name(value.Step)} [grey]{value.Samples} samples[/]";
            }
        }

        public override void Dispose()
        {
            foreach (var bar in _bars.Values)
                bar.StopTask();
            _ended.TrySetResult();
            _drawing.Wait();
            base.Dispose();
        }
    }
}
