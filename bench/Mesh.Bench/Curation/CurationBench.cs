namespace Mesh.Bench.Curation;

/// <summary>How fast raw footage is curated, as ratios where there is something to compare with.</summary>
internal static class CurationBench
{
    public const string Name = "curation";

    /// <summary>A file system in memory, where there is one: the disk is not what is measured.</summary>
    private const string Memory = "/dev/shm";

    /// <summary>Share of the speed of a decoder that does nothing else.</summary>
    private const double SplitTarget = 0.7;

    /// <summary>Most that a clip may cost among ten thousand, as a multiple of what it costs among a hundred.</summary>
    private const double GrowthTarget = 1.5;

    /// <summary>Measures and prints.</summary>
    /// <returns>0 when the targets are met.</returns>
    public static async Task<int> RunAsync(BenchOptions options)
    {
        var folder = Directory.CreateDirectory(Path.Combine(
            Directory.Exists(Memory) ? Memory : Path.GetTempPath(), $"mesh-bench-{Guid.NewGuid():N}")).FullName;
        try
        {
            var split = await SplitRace.RunAsync(folder, options);
            Console.WriteLine(
                $"scene split   {split.Ours,10:0} frames/s, decoder alone {split.Decoder:0}: "
                + $"{split.Ours / split.Decoder:0%} (target {SplitTarget:0%})");
            Console.WriteLine($"all of a look {split.Look,10:0} frames/s: split, motion, descriptor, bars");
            Console.WriteLine($"tracker       {TrackerSpeed.Measure(),10:0} points/s");
            Console.WriteLine($"catalogue     {CatalogueSpeed.Measure(folder),10:0} samples/s with two files each");

            var costs = new List<DatasetCost>();
            foreach (var clips in (int[])[100, 1_000, 10_000])
                costs.Add(await DatasetCost.MeasureAsync(Path.Combine(folder, $"{clips}"), clips));
            foreach (var cost in costs)
            {
                Console.WriteLine(
                    $"dataset       {cost.Clips,10} clips: {cost.SecondsPerClip * 1e6,6:0} us a clip, "
                    + $"live memory at most {cost.HeapMegabytes:0} MB");
            }
            var growth = costs[^1].SecondsPerClip / costs[0].SecondsPerClip;
            Console.WriteLine($"cost of a clip, 10000 over 100: {growth:0.00} (target {GrowthTarget})");
            return split.Ours >= SplitTarget * split.Decoder && growth <= GrowthTarget ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
