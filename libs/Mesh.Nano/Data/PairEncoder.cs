using System.Diagnostics;
using Mesh.Distributed;
using Mesh.Models.NanoVae;
using Mesh.Scenes;
using Mesh.Training;
using Mesh.Training.Flow;
using static TorchSharp.torch;

namespace Mesh.Nano.Data;

/// <summary>Renders and encodes training pairs once, on several threads, into one pool beside the networks.</summary>
/// <param name="vaes">Frozen copies of the autoencoder; threads that share one take turns.</param>
/// <param name="side">Height and width of the films, in pixels.</param>
/// <param name="device">Where the autoencoders are.</param>
/// <param name="threads">Threads that render.</param>
/// <param name="instructions">Turns instructions into token ids.</param>
/// <param name="seed">Seed of the run; the pairs do not depend on the number of threads.</param>
/// <param name="progress">Told how many scenes are done.</param>
internal sealed class PairEncoder(
    IReadOnlyList<NanoVaeModel> vaes,
    int side,
    Device device,
    int threads,
    InstructionIds instructions,
    ulong seed,
    IProgress<StepReport>? progress)
{
    private const int BlockScenes = 32;

    /// <param name="name">Names the pairs in reports and seeds.</param>
    /// <param name="scenes">Sources.</param>
    /// <param name="pairsPerScene">Pairs of each source.</param>
    /// <param name="draw">Draws a block of a number of scenes from a seed.</param>
    /// <param name="cancellation">Observed between blocks.</param>
    public PairPool Encode(
        string name, int scenes, int pairsPerScene, Func<int, ulong, PairBlock> draw, CancellationToken cancellation)
    {
        var pool = Allocate(scenes, scenes * pairsPerScene);
        var clock = Stopwatch.StartNew();
        var done = 0;
        LocalRanks.Run(threads, (rank, _) =>
        {
            for (var start = rank * BlockScenes; start < scenes; start += threads * BlockScenes)
            {
                cancellation.ThrowIfCancellationRequested();
                var count = Math.Min(BlockScenes, scenes - start);
                var block = draw(count, TrainingRandom.Seed(seed, name, start, 0));
                Fill(pool, block, start, pairsPerScene, vaes[rank % vaes.Count]);
                progress?.Report(Report(name, Interlocked.Add(ref done, count), scenes, pairsPerScene, clock.Elapsed));
            }
        });
        return pool;
    }

    private PairPool Allocate(int scenes, int pairs)
    {
        var vae = vaes[0];
        long[] latent =
        [
            vae.LatentChannels,
            (Scene.ClipFrames - 1) / vae.TemporalFactor + 1,
            side / vae.SpatialFactor,
            side / vae.SpatialFactor,
        ];
        return new PairPool(
            empty([scenes, .. latent], ScalarType.BFloat16, device),
            empty([pairs, .. latent], ScalarType.BFloat16, device),
            empty([pairs], ScalarType.Int64, device),
            empty([pairs, instructions.Length], ScalarType.Int64, device));
    }

    private void Fill(PairPool pool, PairBlock block, int firstScene, int pairsPerScene, NanoVaeModel vae)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var clips = ClipTensors.Render([.. block.Sources, .. block.Pairs.Select(pair => pair.Target)], side);
        lock (vae)
            Fill(pool, block, firstScene, pairsPerScene, vae.Encode(clips.to(device)));
    }

    private void Fill(PairPool pool, PairBlock block, int firstScene, int pairsPerScene, Tensor latents)
    {
        var (sources, pairs) = (block.Sources.Count, block.Pairs.Count);
        var firstPair = firstScene * pairsPerScene;
        pool.Sources.narrow(0, firstScene, sources).copy_(latents.narrow(0, 0, sources));
        pool.Targets.narrow(0, firstPair, pairs).copy_(latents.narrow(0, sources, pairs));
        long[] sourceOf = [.. block.Pairs.Select(pair => (long)firstScene + pair.Source)];
        pool.SourceOf.narrow(0, firstPair, pairs).copy_(tensor(sourceOf));
        pool.Instructions.narrow(0, firstPair, pairs)
            .copy_(instructions.Of([.. block.Pairs.Select(pair => pair.Instruction)]));
    }

    private static StepReport Report(string name, int done, int scenes, int pairsPerScene, TimeSpan elapsed) => new(
        name, done, scenes, null, null, done * pairsPerScene / elapsed.TotalSeconds, elapsed,
        elapsed / done * (scenes - done));
}
