using System.Text.Json;
using Mesh.Stores.Artifacts;

namespace Mesh.Training.Checkpoints;

/// <summary>The checkpoints of a run as their files; needs no ranks.</summary>
/// <param name="store">Where they are.</param>
public sealed class CheckpointFolder(IArtifactStore store)
{
    /// <summary>Steps of the complete checkpoints.</summary>
    public async Task<IReadOnlyList<int>> StepsAsync()
    {
        List<int> steps = [];
        await foreach (var artifact in store.ListAsync(""))
        {
            if (CheckpointKeys.StepOf(artifact.Key) is { } step && artifact.Key == CheckpointKeys.Manifest(step))
                steps.Add(step);
        }
        return [.. steps.Order()];
    }

    /// <exception cref="ArtifactNotFoundException">There is no such checkpoint.</exception>
    public async Task<CheckpointManifest> ReadAsync(int step)
    {
        await using var stream = await store.OpenReadAsync(CheckpointKeys.Manifest(step));
        return (await JsonSerializer.DeserializeAsync<CheckpointManifest>(stream))!;
    }

    /// <summary>Local files of every shard.</summary>
    internal IEnumerable<string> Fetch(CheckpointManifest manifest) =>
        manifest.Files.Select(file => store.FetchAsync(file.Key).GetAwaiter().GetResult());

    /// <returns>What is wrong with some shards; null when their bytes are those that were written.</returns>
    internal async Task<string?> CheckAsync(IEnumerable<CheckpointFile> files)
    {
        foreach (var file in files)
        {
            if (!await store.ExistsAsync(file.Key))
                return $"{file.Key} is missing.";
            var path = await store.FetchAsync(file.Key);
            if (new FileInfo(path).Length is var length && length != file.Bytes)
                return $"{file.Key} has {length} bytes, expected {file.Bytes}.";
            if (await FileHash.OfAsync(path) is var sum && sum != file.Sha256)
                return $"{file.Key} is damaged: its SHA-256 is {sum}, expected {file.Sha256}.";
        }
        return null;
    }

    /// <summary>What every rank has written.</summary>
    internal async Task<IReadOnlyList<CheckpointFile>> CollectAsync(int step, int shards)
    {
        List<CheckpointFile> files = [];
        for (var shard = 0; shard < shards; shard++)
        {
            await using var stream = await store.OpenReadAsync(CheckpointKeys.Done(step, shard));
            files.Add((await JsonSerializer.DeserializeAsync<CheckpointFile>(stream))!);
        }
        return files;
    }

    internal Task CommitAsync(CheckpointManifest manifest) => store.WriteAsync(
        CheckpointKeys.Manifest(manifest.Run.Step),
        (stream, cancellation) => JsonSerializer.SerializeAsync(stream, manifest, cancellationToken: cancellation),
        replace: true);

    /// <summary>Deletes all but the newest, manifest first.</summary>
    internal async Task RetainAsync(int keep)
    {
        foreach (var step in (await StepsAsync()).SkipLast(keep))
        {
            await store.DeleteAsync(CheckpointKeys.Manifest(step));
            await store.DeleteAsync(CheckpointKeys.Folder(step));
        }
    }

    /// <summary>Deletes checkpoints that were never completed.</summary>
    internal async Task SweepAsync()
    {
        var complete = await StepsAsync();
        HashSet<int> broken = [];
        await foreach (var artifact in store.ListAsync(""))
        {
            if (CheckpointKeys.StepOf(artifact.Key) is { } step && !complete.Contains(step))
                broken.Add(step);
        }
        foreach (var step in broken)
            await store.DeleteAsync(CheckpointKeys.Folder(step));
        await store.SweepAsync(TimeSpan.Zero);
    }
}
