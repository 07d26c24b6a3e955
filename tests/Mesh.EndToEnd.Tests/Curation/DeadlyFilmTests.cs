using Mesh.Cli.Chaos.Curation;
using Mesh.Curation.Tests.Vlm;
using Mesh.Stores.Curation;

namespace Mesh.EndToEnd.Tests.Curation;

/// <summary>A film whose workers die every time, over a real broker.</summary>
public sealed class DeadlyFilmTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    [Fact]
    public async Task It_is_given_up_with_a_reason_and_the_job_goes_on_without_it()
    {
        CurationWorker? worker = null;
        var (job, kills, killed) = (Guid.NewGuid(), 0, new SemaphoreSlim(0));
        // Who asks about the first film dies of it.
        await using var model = new ChatServer((_, _) =>
        {
            if (worker!.Jobs.FindAsync(job).GetAwaiter().GetResult() is { Made: 0 })
            {
                worker.Process.KillAsync().GetAwaiter().GetResult();
                kills++;
                killed.Release();
            }
            return ChatAnswer.Says("""{"instruction": "Add a bird to the sky.", "type": "add"}""");
        });
        await using var started = worker = await CurationWorker.StartAsync(
            "--Mesh:Bus:DeliveryLimit=2", "--Mesh:Bus:Lease=00:00:03", "--Mesh:Curation:Makes=1",
            $"--Mesh:Curation:Vlm:Endpoint={model.Endpoint}", "--Mesh:Curation:Vlm:Model=stub");
        var films = await CurationFilms.RenderAsync(worker.Films, count: 2, seed: 3, CancellationToken.None);

        using var patience = new CancellationTokenSource(Patience);
        await using var client = await CurationClient.ConnectAsync(
            worker.BrokerPort, _ => { }, () => { }, patience.Token);
        await client.SubmitAsync(job, CurationFilms.Recipe, films, patience.Token);
        while (await NextAsync(killed, client.Ended, patience.Token))
            await worker.Process.StartAsync(patience.Token);

        var ended = await client.Ended;
        Assert.Equal("completed", ended.GetProperty("state").GetString());
        Assert.Equal(1, ended.GetProperty("samples").GetInt32());
        Assert.True(kills >= 3, $"{kills} kills");  // as often as it is delivered
        Assert.Equal(2, (await CompletedAsync(worker.Jobs, job, patience.Token)).Made);
        var dataset = Path.Combine(worker.Artifacts, ended.GetProperty("dataset").GetString()!);
        var drop = Assert.Single(await File.ReadAllLinesAsync(Path.Combine(dataset, "drops.jsonl"), patience.Token));
        Assert.Contains("\"reason\":\"given up\"", drop, StringComparison.Ordinal);
        Assert.Contains("its workers did not survive it", drop, StringComparison.Ordinal);
        Assert.Contains(films[0], drop, StringComparison.Ordinal);
        Assert.Contains(
            "given up", await File.ReadAllTextAsync(Path.Combine(dataset, "report.html"), patience.Token),
            StringComparison.Ordinal);
    }

    // The end is told first and written down then.
    private static async Task<CurationJob> CompletedAsync(
        ICurationJobStore jobs, Guid job, CancellationToken cancellation)
    {
        while (true)
        {
            if (await jobs.FindAsync(job, cancellation) is { State: CurationState.Completed } found)
                return found;
            await Task.Delay(50, cancellation);
        }
    }

    // Whether the worker was killed, and not the job ended.
    private static async Task<bool> NextAsync(SemaphoreSlim killed, Task ended, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var kill = killed.WaitAsync(stop.Token);
        var first = await Task.WhenAny(kill, ended.WaitAsync(cancellation));
        await stop.CancelAsync();
        await first;
        return first == kill;
    }
}
