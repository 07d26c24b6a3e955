using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Mesh.Contracts.Trainer.V1;
using Mesh.Distributed.Processes;
using Mesh.Training.Launch;
using Mesh.Training.Publishing;
using Mesh.Training.Runs;

namespace Mesh.Trainer;

/// <summary>The run of this trainer: its ranks and its state.</summary>
/// <param name="publisher">Publishes beside training, where that is asked for.</param>
/// <param name="news">Told what happens.</param>
public sealed class TrainerRun(Publisher publisher, RunNews news) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Run _run = new() { State = Run.Types.State.Unspecified };
    private CancellationTokenSource? _stop;
    private Task _ranks = Task.CompletedTask;
    private Process? _first;
    private PublishPolicy? _policy;

    /// <summary>The run as it was asked for; null before the first.</summary>
    public RunRequest? Request { get; private set; }

    /// <summary>Name of the served model that its publications are for; empty where there are none.</summary>
    public string Model { get; private set; } = "";

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
    /// <param name="model">Name of the served model that its publications are for.</param>
    /// <exception cref="InvalidOperationException">Another run is under way.</exception>
    /// <exception cref="ArgumentException">It cannot be run as it is asked for.</exception>
    public void Start(string name, RunRequest request, string model)
    {
        _ = request.Grid(request.Ranks);
        var recipe = request.ReadRecipe();
        lock (_gate)
        {
            if (_run.State == Run.Types.State.Running)
                throw new InvalidOperationException($"The run {_run.Name} is under way: stop or pause it first.");
            (Request, Model) = (request, model);
            (_run.Name, _run.Recipe, _run.TotalSteps, _run.Step) = (name, request.Recipe, recipe.TotalSteps, 0);
            _stop = new CancellationTokenSource();
        }
        Change(Run.Types.State.Running, "");
        _policy = publisher.Policy(request, model, news);
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
        Start(_run.Name, Request! with { Resume = true }, Model);
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
    public IAsyncEnumerable<RunEvent> WatchAsync(CancellationToken cancellation) =>
        news.WatchAsync(() => Current, cancellation);

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
            await (_policy?.CompleteAsync() ?? Task.CompletedTask);
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
        if (Told(RankProgram.Step, line) is { } json)
            Add(JsonSerializer.Deserialize<RunStep>(json)!);
        else if (Told(RankProgram.Saved, line) is { } step)
            _policy?.Saved(int.Parse(step, CultureInfo.InvariantCulture));
        else
            news.Note(rank > 0 ? $"rank {rank}: {line}" : line);
    }

    private static string? Told(string prefix, string line) =>
        line.StartsWith(prefix, StringComparison.Ordinal) ? line[prefix.Length..] : null;

    private void Add(RunStep step)
    {
        lock (_gate)
            _run.Step = step.Step;
        news.Add(step);
    }

    private void Change(Run.Types.State state, string message)
    {
        lock (_gate)
            (_run.State, _run.Message) = (state, message);
        news.Change(Current);
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
