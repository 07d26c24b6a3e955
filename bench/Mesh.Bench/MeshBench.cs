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
            Console.WriteLine($"{"case",-10} {"one process",12} {"mesh",12} {"more",9} {"target",9}");
            if (Wants(options, "default"))
            {
                var (local, meshed) = await race.RunAsync(sample);
                var more = meshed / local - 1;
                Console.WriteLine($"{"default",-10} {local,10:0.000} s {meshed,10:0.000} s {more,9:0.0%} {"8.0%",9}");
                met &= more <= OverheadTarget;
            }
            if (Wants(options, "short"))
            {
                var (local, meshed) = await race.RunAsync(films[0]);
                var more = meshed - local;
                Console.WriteLine(
                    $"{"short",-10} {local,10:0.000} s {meshed,10:0.000} s {more * 1e3,6:0} ms {"60 ms",9}");
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

/// <summary>The same edit here and by the mesh, in turn.</summary>
internal sealed class MeshRace(VideoEditor editor, ChaosClient client, string folder, int rounds)
{
    private int _number;

    /// <summary>Median seconds of both, from the file to the file. The first round warms up.</summary>
    public async Task<(double Local, double Mesh)> RunAsync(ShortFilm film)
    {
        var (local, meshed) = (new List<double>(), new List<double>());
        for (var round = 0; round <= rounds; round++)
        {
            var output = Path.Combine(folder, "bench.mp4");
            var seconds = await TimeAsync(() => editor.EditAsync(new(film.Path, film.Instruction, output)));
            var more = await TimeAsync(() => MeshAsync(film, previews: false));
            if (round == 0)
                continue;
            local.Add(seconds);
            meshed.Add(more);
        }
        return (Median(local), Median(meshed));
    }

    /// <summary>Median seconds of the mesh while nobody sees previews, and while somebody does.</summary>
    public async Task<(double Without, double With)> PreviewsAsync(ShortFilm film)
    {
        var (without, with) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            without.Add(await TimeAsync(() => MeshAsync(film, previews: false)));
            with.Add(await TimeAsync(() => MeshAsync(film, previews: true)));
        }
        return (Median(without), Median(with));
    }

    private async Task MeshAsync(ShortFilm film, bool previews)
    {
        var edit = new ChaosEdit(++_number, film.Path, film.Instruction, 42);
        var id = await client.SubmitAsync(edit, CancellationToken.None);
        await client.WatchAsync(id, previews, CancellationToken.None);
        await client.DownloadAsync(id, Path.Combine(folder, "bench.mp4"), CancellationToken.None);
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
