using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using Mesh.Contracts.Trainer.V1;
using Mesh.Distributed.Processes;
using Mesh.Training.Launch;
using Mesh.Training.Runs;
using Microsoft.Extensions.Logging;

namespace Mesh.Trainer;

/// <summary>The run of this trainer: its ranks, its state, and whoever watches.</summary>
/// <param name="metrics">Told of every step.</param>
/// <param name="logger">Told what a person should know.</param>
public sealed class TrainerRun(TrainerMetrics metrics, ILogger<TrainerRun> logger) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<ChannelWriter<RunEvent>> _watchers = [];
    private readonly Run _run = new() { State = Run.Types.State.Unspecified };
    private CancellationTokenSource? _stop;
    private Task _ranks = Task.CompletedTask;
    private Process? _first;

    /// <summary>The run as it was asked for; null before the first.</summary>
    public RunRequest? Request { get; private set; }

    public Run Current
    {
        get
        {
            lock (_gate)
                return _run.Clone();
        }
    }

    /// <summary>Starts the ranks.</summary>
    /// <param name="name">Of the run.</param>
    /// <param name="request">The run.</param>
    /// <exception cref="InvalidOperationException">Another run is under way.</exception>
    /// <exception cref="ArgumentException">It cannot be run as it is asked for.</exception>
    public void Start(string name, RunRequest request)
    {
        _ = request.Grid(request.Ranks);
        var recipe = request.ReadRecipe();
        lock (_gate)
        {
            if (_run.State == Run.Types.State.Running)
                throw new InvalidOperationException($"The run {_run.Name} is under way: stop or pause it first.");
            Request = request;
            (_run.Name, _run.Recipe, _run.TotalSteps, _run.Step) = (name, request.Recipe, recipe.TotalSteps, 0);
            _stop = new CancellationTokenSource();
        }
        Change(Run.Types.State.Running, "");
        _ranks = RunAsync(request, _stop.Token);
    }

    /// <summary>Ends the ranks with their state saved.</summary>
    /// <param name="state">What the run then is.</param>
    /// <exception cref="InvalidOperationException">Nothing runs.</exception>
    public async Task EndAsync(Run.Types.State state)
    {
        Require(Run.Types.State.Running);
        await _stop!.CancelAsync();
        await _ranks;
        lock (_gate)
        {
            if (_run.State is Run.Types.State.Failed or Run.Types.State.Done)
                return;
        }
        Change(state, "The state is saved.");
    }

    /// <summary>Starts the ranks of a paused run again.</summary>
    /// <exception cref="InvalidOperationException">It is not paused.</exception>
    public void Resume()
    {
        Require(Run.Types.State.Paused);
        Start(_run.Name, Request! with { Resume = true });
    }

    /// <summary>Asks for a checkpoint now.</summary>
    /// <exception cref="InvalidOperationException">Nothing runs.</exception>
    public void SaveNow()
    {
        Require(Run.Types.State.Running);
        if (_first is { HasExited: false } first)
            RankSignal.Send(first, TrainerRank.SaveSignal);
    }

    /// <summary>The run as it is, then what happens to it until it ends.</summary>
    public async IAsyncEnumerable<RunEvent> WatchAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var events = Channel.CreateBounded<RunEvent>(
            new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_gate)
        {
            events.Writer.TryWrite(new RunEvent { Run = _run.Clone() });
            _watchers.Add(events.Writer);
        }
        try
        {
            await foreach (var item in events.Reader.ReadAllAsync(cancellation))
            {
                yield return item;
                if (item.Run is { State: not Run.Types.State.Running and not Run.Types.State.Paused })
                    yield break;
            }
        }
        finally
        {
            lock (_gate)
                _watchers.Remove(events.Writer);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_stop is not null)
            await _stop.CancelAsync();
        await _ranks;
        _stop?.Dispose();
    }

    private async Task RunAsync(RunRequest request, CancellationToken stop)
    {
        var group = new RankGroup(request, resume => Command(request with { Resume = resume }), Hear)
        {
            IsFinal = code => code == TrainerRank.BadRequest,
            Started = (rank, process) => _first = rank == 0 ? process : _first,
        };
        try
        {
            var code = await group.RunAsync(stop);
            if (code != 0)
                Change(Run.Types.State.Failed, "The ranks refused the run, see the notes.");
            else if (!stop.IsCancellationRequested)
                Change(Run.Types.State.Done, "");
        }
        catch (IOException error)
        {
            Change(Run.Types.State.Failed, error.Message);
        }
    }

    private static ProcessStartInfo Command(RunRequest request) => new(
        "dotnet",
        [Path.Combine(AppContext.BaseDirectory, "Mesh.Trainer.dll"), JsonSerializer.Serialize(request)]);

    private void Hear(int rank, string line)
    {
        if (!line.StartsWith(RankProgram.Step, StringComparison.Ordinal))
        {
            logger.LogInformation("Rank {Rank}: {Line}", rank, line);
            Tell(new RunEvent { Note = rank > 0 ? $"rank {rank}: {line}" : line });
            return;
        }
        var step = JsonSerializer.Deserialize<RunStep>(line[RankProgram.Step.Length..])!;
        metrics.Add(step);
        lock (_gate)
            _run.Step = step.Step;
        Tell(new RunEvent { Step = StepMessage.Of(step) });
    }

    private void Change(Run.Types.State state, string message)
    {
        lock (_gate)
        {
            (_run.State, _run.Message) = (state, message);
            Tell(new RunEvent { Run = _run.Clone() });
        }
        logger.LogInformation("Run {Name} is {State} {Message}", _run.Name, state, message);
    }

    private void Tell(RunEvent item)
    {
        lock (_gate)
        {
            foreach (var watcher in _watchers)
                watcher.TryWrite(item);
        }
    }

    private void Require(Run.Types.State state)
    {
        lock (_gate)
        {
            if (_run.State != state)
                throw new InvalidOperationException($"The run is {_run.State}, expected {state}.");
        }
    }
}
