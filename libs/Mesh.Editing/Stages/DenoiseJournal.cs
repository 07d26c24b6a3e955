using System.Diagnostics;
using Mesh.Diffusion;
using static TorchSharp.torch;

namespace Mesh.Editing.Stages;

/// <summary>What a denoiser has done so far: finds what an earlier run kept, and keeps its own now and then.</summary>
internal sealed class DenoiseJournal(
    DenoiseJob job, DenoiseIdentity identity, EditModel model, FilmPlan plan, IDenoiseCheckpoints? checkpoints)
{
    private long _kept = Stopwatch.GetTimestamp();

    public int Steps => identity.Settings.Steps;

    public long Seed => identity.Settings.Seed;

    /// <summary>How far a window has come in an earlier run; null for nowhere. Owned by the caller.</summary>
    /// <param name="window">The window, from 0.</param>
    /// <param name="shape">Shape of its latent.</param>
    /// <param name="cancellation">Ends the search.</param>
    public async Task<DenoiseState?> FindAsync(int window, long[] shape, CancellationToken cancellation)
    {
        foreach (var name in (string[])[DenoiseCheckpoint.Finished(window), DenoiseCheckpoint.Running])
        {
            var path = checkpoints is null ? null : await checkpoints.FindAsync(name, cancellation);
            if (DenoiseCheckpoint.Read(path, identity, window, shape, model.Place.Device) is { } found)
                return found;
        }
        return null;
    }

    /// <summary>Keeps the latent of a window when it is done, or when the last time lies far enough back.</summary>
    public async Task KeepAsync(
        int window, int done, Tensor latent, ISampler sampler, CancellationToken cancellation)
    {
        var isDone = done == Steps;
        var isLast = isDone && window == plan.Windows.Count - 1;
        if (checkpoints is null || isLast || (!isDone && Stopwatch.GetElapsedTime(_kept) < job.CheckpointInterval))
            return;

        var path = $"{job.Output}.{Guid.NewGuid():N}.checkpoint";
        try
        {
            new DenoiseCheckpoint(identity, window, done).Write(path, latent, sampler.State);
            await checkpoints.SaveAsync(
                isDone ? DenoiseCheckpoint.Finished(window) : DenoiseCheckpoint.Running, path, cancellation);
        }
        finally
        {
            File.Delete(path);
        }
        _kept = Stopwatch.GetTimestamp();
    }
}
