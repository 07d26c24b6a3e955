using System.Diagnostics;
using System.Runtime.InteropServices;
using Mesh.Curation.Analysis;
using Mesh.Curation.Clips;
using Mesh.Curation.Motion;
using Mesh.Curation.Pipeline;
using Mesh.Curation.Recipes;
using Mesh.Curation.Sources;
using Mesh.Stores.Artifacts;

namespace Mesh.Bench.Curation;

/// <summary>What choosing and writing cost with so many clips; looking and making are one film at a time anyway.
/// </summary>
internal sealed record DatasetCost(int Clips, double SecondsPerClip, double HeapMegabytes)
{
    private const int Numbers = 264;
    private const int ClipBytes = 4096;

    public static async Task<DatasetCost> MeasureAsync(string folder, int clips)
    {
        var recipe = RecipeFile.Load("icve-pretrain");
        var artifacts = new DirectoryArtifactStore(Path.Combine(folder, "work"));
        var sources = await FillAsync(recipe, artifacts, Path.Combine(folder, "clip.mp4"), clips);
        var pipeline = new CurationPipeline(recipe, artifacts, new());

        GC.Collect();
        var (before, most) = (GC.GetTotalMemory(forceFullCollection: true), 0L);
        await using var watch = new Timer(
            _ => most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true)), null, TimeSpan.Zero,
            TimeSpan.FromMilliseconds(400));
        var started = Stopwatch.GetTimestamp();
        var selection = await pipeline.SelectAsync(sources.Distinct);
        var summary = await pipeline.WriteAsync(sources, selection, folder);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (summary.Samples != clips)
            throw new InvalidOperationException($"{summary.Samples} of {clips} samples were written.");
        return new(clips, seconds / clips, (most - before) / 1e6);
    }

    // As if every film had been looked at and its samples made: vectors at random are no duplicates.
    private static async Task<CurationSources> FillAsync(
        Recipe recipe, IArtifactStore artifacts, string clip, int clips)
    {
        var store = new CurationStore(artifacts, recipe, CurationPipeline.MakersOf(recipe));
        var random = new Random(1);
        var bytes = new byte[ClipBytes];
        random.NextBytes(bytes);
        await File.WriteAllBytesAsync(clip, bytes);
        var file = await store.KeepClipAsync("shared", "original", clip, CancellationToken.None);
        var sources = new List<SourceVideo>();
        for (var number = 0; number < clips; number++)
        {
            var source = new SourceVideo($"film-{number}.mp4", "absent", $"{number:x64}");
            var vector = Enumerable.Range(0, Numbers).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray();
            var length = MathF.Sqrt(vector.Sum(value => value * value));
            sources.Add(source);
            await store.KeepAsync(
                new SourceAnalysis
                {
                    Source = source.Hash,
                    Facts = new() { Codec = "h264", Width = 854, Height = 480, Rate = new(25, 1), Frames = 200 },
                    Shots =
                    [
                        new()
                        {
                            Number = 1, Start = 0, End = 200, Seconds = 8, Motion = new MotionScore { Travel = 0.1 },
                            Embedding = MemoryMarshal.AsBytes(vector.Select(value => value / length).ToArray().AsSpan())
                                .ToArray(),
                        },
                    ],
                },
                CancellationToken.None);
            await store.KeepAsync(
                new SourceSamples(source.Hash,
                [
                    new()
                    {
                        Id = $"{number:x16}-0001-00", Source = source.Hash, Shot = 1, Bucket = "480x768x77", Rate = 25,
                        Files = [file, file with { Role = "edited" }], Instruction = "Zoom in.", EditType = "camera",
                    },
                ]),
                [], CancellationToken.None);
        }
        return CurationSources.Of(sources);
    }
}
