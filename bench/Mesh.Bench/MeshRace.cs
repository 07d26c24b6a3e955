using System.Diagnostics;
using Mesh.Cli.Chaos;
using Mesh.Editing;

namespace Mesh.Bench;

/// <summary>The same edit here and by the mesh, in turn.</summary>
internal sealed class MeshRace(VideoEditor editor, ChaosClient client, string folder, int rounds)
{
    private int _number;

    /// <summary>Medians of both, from the file to the file. The first round warms up.</summary>
    public async Task<(StepTime Local, StepTime Mesh)> RunAsync(ShortFilm film)
    {
        var (local, meshed) = (new List<StepTime>(), new List<StepTime>());
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
        return (StepTime.Median(local), StepTime.Median(meshed));
    }

    /// <summary>Median seconds of the mesh while nobody sees previews, and while somebody does.</summary>
    public async Task<(double Without, double With)> PreviewsAsync(ShortFilm film)
    {
        var (without, with) = (new List<StepTime>(), new List<StepTime>());
        for (var round = 0; round < rounds; round++)
        {
            without.Add(await TimeAsync(() => MeshAsync(film, previews: false)));
            with.Add(await TimeAsync(() => MeshAsync(film, previews: true)));
        }
        return (StepTime.Median(without).Wall, StepTime.Median(with).Wall);
    }

    private async Task MeshAsync(ShortFilm film, bool previews)
    {
        var edit = new ChaosEdit(++_number, film.Path, film.Instruction, 42);
        var id = await client.SubmitAsync(edit, CancellationToken.None);
        await client.WatchAsync(id, previews, CancellationToken.None);
        await client.DownloadAsync(id, Path.Combine(folder, "bench.mp4"), CancellationToken.None);
    }

    private static async Task<StepTime> TimeAsync(Func<Task> work)
    {
        var (started, cpu) = (Stopwatch.GetTimestamp(), TreeTime.Seconds());
        await work();
        return new(Stopwatch.GetElapsedTime(started).TotalSeconds, TreeTime.Seconds() - cpu);
    }
}
