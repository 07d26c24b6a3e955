using Mesh.Contracts.Trainer.V1;
using Mesh.Training.Runs;
using Microsoft.Extensions.Logging;

namespace Mesh.Trainer;

/// <summary>What happens to a run, told to whoever wants to know.</summary>
/// <param name="metrics">Told of every step.</param>
/// <param name="logger">Told what a person should know.</param>
public sealed class RunNews(TrainerMetrics metrics, ILogger<RunNews> logger)
{
    private readonly Watchers _watchers = new();

    /// <summary>The run as it is, then what happens to it until it ends.</summary>
    public IAsyncEnumerable<RunEvent> WatchAsync(Func<Run> run, CancellationToken cancellation) =>
        _watchers.WatchAsync(() => new RunEvent { Run = run() }, cancellation);

    public void Add(RunStep step)
    {
        metrics.Add(step);
        _watchers.Tell(new RunEvent { Step = StepMessage.Of(step) });
    }

    public void Add(Publication publication)
    {
        logger.LogInformation("Publication: {Publication}", publication);
        _watchers.Tell(new RunEvent { Publication = publication });
    }

    public void Note(string text)
    {
        logger.LogInformation("{Note}", text);
        _watchers.Tell(new RunEvent { Note = text });
    }

    public void Change(Run run)
    {
        logger.LogInformation("Run {Name} is {State} {Message}", run.Name, run.State, run.Message);
        _watchers.Tell(new RunEvent { Run = run });
    }
}
