using System.Diagnostics;
using Mesh.Curation;
using Mesh.Curation.Analysis;
using Mesh.Curation.Recipes;
using Mesh.Curation.Scenes;
using Mesh.Curation.Sources;
using Mesh.Video.Scan;

namespace Mesh.Bench.Curation;

/// <summary>Frames a second at 480p, the best of some rounds in turn.</summary>
/// <param name="Ours">Split into scenes, from the file to the boundaries.</param>
/// <param name="Decoder">ffmpeg decoding to nowhere: the limit.</param>
/// <param name="Look">Everything that curation does in the same pass.</param>
internal sealed record SplitSpeed(double Ours, double Decoder, double Look);

/// <summary>The scene splitter against a decoder that throws its frames away, with as many threads.</summary>
internal static class SplitRace
{
    private const int Frames = 1500;

    public static async Task<SplitSpeed> RunAsync(string folder, BenchOptions options)
    {
        var film = Path.Combine(folder, "film.mp4");
        await RunAsync(
            "-f", "lavfi", "-i", "testsrc2=size=854x480:rate=25", "-f", "lavfi", "-i",
            "mandelbrot=size=854x480:rate=25:maxiter=400", "-filter_complex",
            "[0:v][1:v]blend=all_mode=average,noise=alls=6:allf=t,format=yuv420p", "-frames:v", $"{Frames}",
            "-c:v", "libx264", "-preset", "fast", "-crf", "23", film);
        var (ours, decoder, look) = (double.MaxValue, double.MaxValue, double.MaxValue);
        for (var round = 0; round < options.Rounds; round++)
        {
            decoder = Math.Min(decoder, await TimeAsync(() => RunAsync(
                "-threads", $"{options.Threads}", "-i", film, "-f", "null", "-")));
            ours = Math.Min(ours, await TimeAsync(() => SplitAsync(film, options.Threads)));
            look = Math.Min(look, await TimeAsync(() => LookAsync(film, options.Threads)));
        }
        return new(Frames / ours, Frames / decoder, Frames / look);
    }

    private static async Task SplitAsync(string film, int threads)
    {
        var header = await VideoHeader.ReadAsync(film);
        var splitter = new SceneSplitter(new());
        await using var scanner = FrameScanner.Open(header, threads: threads);
        await foreach (var frame in scanner.FramesAsync(CancellationToken.None))
            splitter.Add(frame);
        splitter.Finish();
        if (splitter.FrameCount != Frames)
            throw new InvalidOperationException($"{splitter.FrameCount} of {Frames} frames were decoded.");
    }

    private static Task<SourceAnalysis> LookAsync(string film, int threads) => new SourceAnalyzer(
        RecipeFile.Load("icve-pretrain"), null, null, new OperatorClock(), new() { DecoderThreads = threads })
        .RunAsync(new SourceVideo("film.mp4", film, new('0', 64)));

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task RunAsync(params string[] arguments)
    {
        using var process = Process.Start("ffmpeg", ["-nostdin", "-y", "-v", "error", .. arguments]);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"ffmpeg ended with {process.ExitCode}.");
    }
}
