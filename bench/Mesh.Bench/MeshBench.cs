using System.Diagnostics;
using Mesh.Cli.Chaos;
using Mesh.Cli.Local;
using Mesh.Editing;

namespace Mesh.Bench;

/// <summary>What a mesh of one process per service costs over the same edit in one process, in turn.</summary>
internal static class MeshBench
{
    public const string Name = "mesh";

    private const double OverheadTarget = 0.08;
    private const double FixedTarget = 0.060;
    private const int Submits = 200;
    private const int Concurrency = 16;

    /// <summary>Measures and prints.</summary>
    /// <returns>0 when the targets are met.</returns>
    public static async Task<int> RunAsync(BenchOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("mesh-bench-").FullName;
        try
        {
            var modelFolder = Path.Combine(options.Repository, "models", "nano");
            var films = await ShortFilm.RenderAsync(Path.Combine(folder, "films"), frames: 5, CancellationToken.None);
            await using var mesh = await LocalMesh.StartAsync(
                new(folder, "nano", modelFolder) { Threads = options.Threads }, CancellationToken.None);
            Compute.UseThreads(options.Threads);
            using var model = ModelFolder.Load(modelFolder);
            using var client = new ChaosClient(mesh.Gateway.Ready!.Grpc, folder, _ => { });
            var race = new MeshRace(new(model), client, folder, options.Rounds);

            var sample = new ShortFilm(
                Path.Combine(options.Repository, "samples", "red-circle.mp4"), "recolour the red circle to blue");
            var met = true;
            Console.WriteLine(
                $"{"case",-10} {"one process",12} {"mesh",12} {"more",9} {"target",9}   processor time of all");
            if (Wants(options, "default"))
            {
                var (local, meshed) = await race.RunAsync(sample);
                var more = meshed.Wall / local.Wall - 1;
                Print("default", local, meshed, $"{more:0.0%}", $"{OverheadTarget:0.0%}");
                met &= more <= OverheadTarget;
            }
            if (Wants(options, "short"))
            {
                var (local, meshed) = await race.RunAsync(films[0]);
                var more = meshed.Wall - local.Wall;
                Print("short", local, meshed, $"{more * 1e3:0} ms", $"{FixedTarget * 1e3:0} ms");
                met &= more <= FixedTarget;
            }
            if (Wants(options, "previews"))
            {
                var (without, with) = await race.PreviewsAsync(sample);
                Console.WriteLine(
                    $"{"previews",-10} {without,10:0.000} s without, {with:0.000} s with, {with / without - 1:0.0%}");
            }
            if (Wants(options, "submits"))
            {
                var submits = await SubmitsAsync(client, films[0]);
                Console.WriteLine($"{"submits",-10} {submits,10:0} /s, {Concurrency} at a time");
            }
            return met ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Print(string name, StepTime local, StepTime mesh, string more, string target) =>
        Console.WriteLine($"{name,-10} {local.Wall,10:0.000} s {mesh.Wall,10:0.000} s {more,9} {target,9}   "
            + $"{local.Cpu:0.00} s, mesh {mesh.Cpu:0.00} s");

    private static bool Wants(BenchOptions options, string name) => options.Only is null || options.Only == name;

    private static async Task<double> SubmitsAsync(ChaosClient client, ShortFilm film)
    {
        var started = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(
            0,
            Submits,
            new ParallelOptions { MaxDegreeOfParallelism = Concurrency },
            async (number, cancellation) => await client.SubmitAsync(
                new(1_000_000 + number, film.Path, film.Instruction, number), cancellation));
        return Submits / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
