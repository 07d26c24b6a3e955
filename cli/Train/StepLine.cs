using Mesh.Training;

namespace Mesh.Cli.Train;

/// <summary>The latest step of a run: one line that changes on a terminal, a line every ten seconds in a log.</summary>
internal sealed class StepLine : IProgress<StepReport>, IDisposable
{
    private readonly bool _live = !Console.IsErrorRedirected;
    private readonly Lock _lock = new();
    private DateTime _next;
    private string _stage = "";
    private bool _open;

    public void Report(StepReport value)
    {
        lock (_lock)
        {
            var isNew = value.Stage != _stage;
            if (!isNew && DateTime.UtcNow < _next)
                return;

            if (isNew)
                End();
            _stage = value.Stage;
            _next = DateTime.UtcNow + (_live ? TimeSpan.FromSeconds(0.2) : TimeSpan.FromSeconds(10));
            if (_live)
                Console.Error.Write($"\r\e[K{Text(value)}");
            else
                Console.Error.WriteLine(Text(value));
            _open = _live;
        }
    }

    public void Dispose()
    {
        lock (_lock)
            End();
    }

    private void End()
    {
        if (_open)
            Console.Error.WriteLine();
        _open = false;
    }

    private static string Text(StepReport step)
    {
        var of = step.TotalSteps is { } total ? $"/{total}" : "";
        var loss = step.Loss is { } value ? $"  loss {value:0.0000}" : "";
        return $"{step.Stage,-10} {step.Step}{of}{loss}  {step.SamplesPerSecond:0} samples/s  "
            + $"{step.Elapsed:hh\\:mm\\:ss} gone, {step.Remaining:hh\\:mm\\:ss} left";
    }
}
