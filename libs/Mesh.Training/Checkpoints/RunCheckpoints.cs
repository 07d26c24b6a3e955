using System.Text.Json;
using Mesh.Distributed;
using Mesh.Distributed.Sharding;
using Mesh.Stores.Artifacts;
using Mesh.Training.Sharded;

namespace Mesh.Training.Checkpoints;

/// <summary>
/// The saved states of a run. Every rank writes its own shard, in the background; the manifest comes last, so a crash
/// at any moment leaves the checkpoints before. Any grid of ranks reads what any other has written.
/// </summary>
/// <param name="store">Where they are: a folder that all ranks see, or S3.</param>
/// <param name="scratch">Local folder for a shard before it is stored.</param>
/// <param name="place">Where this rank is.</param>
/// <param name="optimizer">Whose state is saved.</param>
/// <param name="weights">Its weights.</param>
public sealed class RunCheckpoints(
    IArtifactStore store, string scratch, MeshRank place, ShardedAdamW optimizer, ShardedWeights weights) : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);

    private readonly CheckpointFolder _folder = new(store);
    private readonly ShardContent _content = new(optimizer);
    private RunPosition? _pending;
    private Task _writing = Task.CompletedTask;
    private Task _committing = Task.CompletedTask;

    /// <summary>How many of the newest checkpoints are kept.</summary>
    public int Keep { get; init; } = 3;

    /// <summary>Alpha of the low-rank updates that are trained; null when they are none.</summary>
    public double? LoraAlpha { get; init; }

    /// <summary>Told of every checkpoint once it is complete, on rank 0 and another thread.</summary>
    public Action<CheckpointManifest>? Saved { get; init; }

    /// <summary>Told why a save failed, on the rank where it did. The checkpoints before are there; the run goes on.
    /// </summary>
    public Action<string>? Failed { get; init; }

    /// <summary>This rank's part of the newest save.</summary>
    public SaveState State => _pending is null ? SaveState.Idle
        : !_writing.IsCompleted ? SaveState.Writing
        : _writing.IsFaulted ? SaveState.Failed
        : SaveState.Written;

    /// <summary>Starts a save; a collective. Returns when this rank's values are copied.</summary>
    public void Begin(RunPosition position)
    {
        Drain();
        _pending = position;
        if (place.Copies.Rank != 0)
            return;
        _content.Take();
        _writing = Task.Run(() => WriteAsync(position.Step));
    }

    /// <summary>Completes the newest save once every rank has written its part; a collective.</summary>
    /// <param name="writing">How many ranks still write.</param>
    /// <param name="failed">How many could not.</param>
    /// <returns>Whether a save failed.</returns>
    public bool Settle(int writing, int failed)
    {
        if (_pending is not { } position || writing > 0)
            return false;
        _pending = null;
        if (_writing.Exception?.InnerException is { } error)
            Failed?.Invoke($"The checkpoint of step {position.Step} failed: {error.Message}");
        (var isFirst, _writing) = (place.All.Rank == 0, Task.CompletedTask);
        if (isFirst)
            _committing = failed == 0 ? CommitAsync(position) : store.DeleteAsync(CheckpointKeys.Folder(position.Step));
        return failed > 0;
    }

    /// <summary>Returns when no save is under way; a collective.</summary>
    /// <returns>Whether the last save succeeded.</returns>
    public bool Drain()
    {
        var failed = false;
        while (place.All.Sum(State == SaveState.Idle ? 0 : 1) > 0)
        {
            var writing = place.All.Sum(State == SaveState.Writing ? 1 : 0);
            failed |= Settle((int)writing, (int)place.All.Sum(State == SaveState.Failed ? 1 : 0));
            Thread.Sleep(Poll);
        }
        return place.All.Sum(CommitFailed() ? 1 : 0) == 0 && !failed;
    }

    /// <summary>Deletes what crashes have left; a collective, before the first save.</summary>
    public void Sweep()
    {
        if (place.All.Rank == 0)
            _folder.SweepAsync().GetAwaiter().GetResult();
        place.All.Barrier();
    }

    /// <summary>Puts the newest sound checkpoint back; a collective.</summary>
    /// <param name="damaged">Told of every checkpoint that could not be used.</param>
    /// <returns>Where the run was; null when there is no checkpoint.</returns>
    public RunPosition? Restore(Action<string> damaged)
    {
        foreach (var step in _folder.StepsAsync().GetAwaiter().GetResult().OrderDescending())
        {
            var manifest = _folder.ReadAsync(step).GetAwaiter().GetResult();
            if (Problem(manifest) is { } problem)
            {
                damaged(problem);
                continue;
            }
            using (var reader = new ShardReader(_folder.Fetch(manifest)))
                reader.Fill(optimizer);
            weights.Changed();
            return manifest.Run;
        }
        return null;
    }

    public void Dispose() => _content.Dispose();

    // Every rank checks some files, and all come to the same answer.
    private string? Problem(CheckpointManifest manifest)
    {
        var own = manifest.Files.Where((_, index) => index % place.All.Size == place.All.Rank);
        var problem = _folder.CheckAsync(own).GetAwaiter().GetResult();
        var bad = place.All.Sum(problem is null ? 0 : 1);
        if (bad == 0)
            return null;
        return problem ?? $"{CheckpointKeys.Folder(manifest.Run.Step)} is damaged, see the other ranks.";
    }

    private bool CommitFailed()
    {
        try
        {
            _committing.GetAwaiter().GetResult();
            return false;
        }
        catch (IOException error)
        {
            _committing = Task.CompletedTask;
            Failed?.Invoke($"A checkpoint could not be completed: {error.Message}");
            return true;
        }
    }

    private async Task CommitAsync(RunPosition position)
    {
        var files = await _folder.CollectAsync(position.Step, place.Shards.Size);
        var trained = weights.Trained.SelectMany(flat => flat.Slots);
        var shapes = trained.ToDictionary(slot => slot.Name, slot => slot.Shape);
        var manifest = new CheckpointManifest(position, shapes, files) { LoraAlpha = LoraAlpha };
        await _folder.CommitAsync(manifest);
        await _folder.RetainAsync(Keep);
        Saved?.Invoke(manifest);
    }

    private async Task WriteAsync(int step)
    {
        var key = CheckpointKeys.Shard(step, place.Shards.Rank, place.Shards.Size);
        Directory.CreateDirectory(scratch);
        var path = Path.Combine(scratch, $"{Path.GetFileNameWithoutExtension(key)}.{Guid.NewGuid():N}");
        try
        {
            var sum = _content.Write(path);
            var file = new CheckpointFile(key, new FileInfo(path).Length, sum);
            await store.WriteFileAsync(key, path, replace: true);
            await store.WriteAsync(
                CheckpointKeys.Done(step, place.Shards.Rank),
                (stream, cancellation) => JsonSerializer.SerializeAsync(stream, file, cancellationToken: cancellation),
                replace: true);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
