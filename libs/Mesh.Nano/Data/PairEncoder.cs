using System.Diagnostics;
using Mesh.Distributed;
using Mesh.Models.NanoVae;
using Mesh.Scenes;
using Mesh.Training;
using Mesh.Training.Flow;
using static TorchSharp.torch;

namespace Mesh.Nano.Data;

/// <summary>Renders and encodes training pairs once, on every rank, into one pool in memory.</summary>
/// <param name="vaes">One frozen autoencoder a rank.</param>
/// <param name="instructions">Turns instructions into token ids.</param>
/// <param name="seed">Seed of the run; the pairs do not depend on the number of ranks.</param>
/// <param name="progress">Told how many scenes are done.</param>
internal sealed class PairEncoder(
    IReadOnlyList<NanoVaeModel> vaes, InstructionIds instructions, ulong seed, IProgress<StepReport>? progress)
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
        LocalRanks.Run(vaes.Count, (rank, _) =>
        {
            for (var start = rank * BlockScenes; start < scenes; start += vaes.Count * BlockScenes)
            {
                cancellation.ThrowIfCancellationRequested();
                var count = Math.Min(BlockScenes, scenes - start);
                var block = draw(count, TrainingRandom.Seed(seed, name, start, 0));
                Fill(pool, block, start, pairsPerScene, vaes[rank]);
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
            Scene.ClipSide / vae.SpatialFactor,
            Scene.ClipSide / vae.SpatialFactor,
        ];
        return new PairPool(
            empty([scenes, .. latent], ScalarType.BFloat16),
            empty([pairs, .. latent], ScalarType.BFloat16),
            empty([pairs], ScalarType.Int64),
            empty([pairs, instructions.Length], ScalarType.Int64));
    }

    private void Fill(PairPool pool, PairBlock block, int firstScene, int pairsPerScene, NanoVaeModel vae)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var (sources, pairs) = (block.Sources.Count, block.Pairs.Count);
        var latents = vae.Encode(ClipTensors.Render([.. block.Sources, .. block.Pairs.Select(pair => pair.Target)]));

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
