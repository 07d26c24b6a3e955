using System.Diagnostics;
using Mesh.Cli.Local;
using Mesh.Gateway.Edits;
using Mesh.ServiceDefaults.Bus;
using Mesh.Stores.Artifacts;
using Mesh.Stores.Jobs;
using Mesh.Stores.Sql;

namespace Mesh.Cli.Chaos;

/// <summary>Submits the edits of a run and collects what comes out.</summary>
/// <param name="mesh">Where to.</param>
/// <param name="folder">For the films, NUMBER.mp4.</param>
/// <param name="tell">Takes a line about each edit that ended.</param>
internal sealed class ChaosClient(LocalMesh mesh, string folder, Action<string> tell) : IAsyncDisposable
{
    private const string Tenant = "chaos";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly SqliteDatabase _database = new(mesh.JobFile);
    private readonly DirectoryArtifactStore _artifacts = new(mesh.ArtifactFolder);
    private readonly Dictionary<Guid, ChaosEdit> _submitted = [];
    private readonly Dictionary<ChaosEdit, string> _results = [];
    private readonly HashSet<Guid> _ended = [];

    /// <summary>How many have ended.</summary>
    public int Ended => _ended.Count;

    /// <summary>The films of those that succeeded.</summary>
    public IReadOnlyDictionary<ChaosEdit, string> Results => _results;

    private SqlEditJobStore Jobs => new(_database);

    public async Task SubmitAsync(IEnumerable<ChaosEdit> edits, CancellationToken cancellation)
    {
        foreach (var edit in edits)
        {
            var id = Guid.NewGuid();
            var plan = new EditPlan
            {
                Instruction = edit.Instruction,
                Seed = edit.Seed,
                VideoKey = EditArtifacts.Source(id, ".mp4"),
                OutputKey = EditArtifacts.Output(id, ".mp4"),
            };
            await using (var film = File.OpenRead(edit.Film))
            {
                await _artifacts.WriteAsync(
                    plan.VideoKey, (stream, token) => film.CopyToAsync(stream, token), replace: false, cancellation);
            }
            await Jobs.CreateAsync(
                new() { Id = id, Tenant = Tenant, Options = plan.ToJson() }, cancellation: cancellation);
            _submitted[id] = edit;
        }
    }

    /// <summary>Waits until all have ended, or none has for a long time.</summary>
    public async Task WaitAsync(TimeSpan patience, CancellationToken cancellation)
    {
        var last = Stopwatch.GetTimestamp();
        while (Ended < _submitted.Count && Stopwatch.GetElapsedTime(last) < patience)
        {
            await Task.Delay(Look, cancellation);
            foreach (var id in _submitted.Keys.Except(_ended).ToList())
            {
                if (await Jobs.GetAsync(id, cancellation) is not { HasEnded: true } job)
                    continue;
                last = Stopwatch.GetTimestamp();
                _ended.Add(id);
                await NoteAsync(job, cancellation);
            }
        }
    }

    /// <summary>Edits beyond those that were submitted.</summary>
    public async Task<int> DuplicatesAsync(CancellationToken cancellation)
    {
        var page = await Jobs.ListAsync(
            new() { Tenant = Tenant, PageSize = _submitted.Count + 1000 }, cancellation);
        return page.Edits.Count(edit => !_submitted.ContainsKey(edit.Id));
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task NoteAsync(EditJob job, CancellationToken cancellation)
    {
        var edit = _submitted[job.Id];
        if (job.Output is not { } output)
        {
            tell($"edit {edit.Number} {job.State}: {job.Error?.Message}");
            return;
        }
        var path = Path.Combine(folder, $"{edit.Number}.mp4");
        await using (var film = await _artifacts.OpenReadAsync(output.Key, cancellation: cancellation))
        await using (var file = File.Create(path))
            await film.CopyToAsync(file, cancellation);
        _results[edit] = path;
        tell($"{Ended}/{_submitted.Count} ended");
    }
}
