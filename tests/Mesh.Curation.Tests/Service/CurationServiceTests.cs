using Grpc.Core;
using Mesh.Contracts.Curation.V1;
using Mesh.Curation.Pipeline;
using Mesh.Curation.Recipes;
using Mesh.Curation.Tests.Films;
using Mesh.Stores.Artifacts;
using Mesh.TestKit;

namespace Mesh.Curation.Tests.Service;

public sealed class CurationServiceTests(SmallFilms films) : IClassFixture<SmallFilms>, IDisposable
{
    private const string Recipe = """
        name: tiny-pairs
        task: pairs
        sources: { min-side: 64, min-seconds: 0.5 }
        scenes: { min-seconds: 0.8 }
        motion: { min-travel: 0.004 }
        clips:
          buckets: [{ height: 64, width: 96, frames: 9 }]
          preset: ultrafast
        instructions: {}
        shards: { samples: 3 }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly string _films = Path.GetDirectoryName(films.Paths[0])!;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_job_over_gRPC_makes_the_dataset_that_the_command_makes()
    {
        await using var worker = await RunningWorker.StartAsync(_films);
        var submitted = await worker.Calls.SubmitAsync(Request(Names()));
        Assert.Equal(("tiny-pairs", films.Paths.Count), (submitted.Recipe, submitted.Sources));

        var states = new List<Job>();
        using var watch = worker.Calls.Watch(new() { Id = submitted.Id });
        await foreach (var job in watch.ResponseStream.ReadAllAsync())
            states.Add(job);
        var ended = states[^1];
        Assert.Equal(JobState.Completed, ended.State);
        Assert.Equal((films.Paths.Count, films.Paths.Count), (ended.Looked, ended.Made));

        var store = new DirectoryArtifactStore(_folder.At("work"));
        await new LocalCuration(new(RecipeFile.Parse(Recipe, "tiny"), store, new()), 2)
            .RunAsync(films.Paths, _folder.At("local"));
        var dataset = Path.Combine(worker.Artifacts, ended.Dataset);
        Assert.Equal(
            File.ReadAllText(_folder.At("local/sha256sums")), File.ReadAllText(Path.Combine(dataset, "sha256sums")));
        Assert.Contains((await worker.Calls.ListAsync(new())).Jobs, job => job.Id == submitted.Id);
    }

    [Fact]
    public async Task The_same_id_is_the_same_job()
    {
        await using var worker = await RunningWorker.StartAsync(_films);
        var request = Request([Path.GetFileName(films.Paths[0])]);
        request.Id = Guid.NewGuid().ToString();
        await worker.Calls.SubmitAsync(request);
        await worker.Calls.SubmitAsync(request);
        Assert.Single((await worker.Calls.ListAsync(new())).Jobs);
    }

    [Fact]
    public async Task Wrong_fields_are_named_all_at_once()
    {
        await using var worker = await RunningWorker.StartAsync(_films);
        var error = await Assert.ThrowsAsync<RpcException>(async () => await worker.Calls.SubmitAsync(new()
        {
            Recipe = "nothing",
            Sources = { "../secret.mp4", "/etc/passwd" },
        }));
        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        foreach (var part in (string[])["recipe", "icve-pretrain", "../secret.mp4", "/etc/passwd"])
            Assert.Contains(part, error.Status.Detail, StringComparison.Ordinal);
        var missing = await Assert.ThrowsAsync<RpcException>(async () =>
            await worker.Calls.CancelAsync(new() { Id = Guid.NewGuid().ToString() }));
        Assert.Equal(StatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task A_cancelled_job_ends_and_stays_cancelled()
    {
        await using var worker = await RunningWorker.StartAsync(_films);
        var job = await worker.Calls.SubmitAsync(Request([.. Names(), .. Names(), .. Names()]));
        Assert.Equal(JobState.Cancelled, (await worker.Calls.CancelAsync(new() { Id = job.Id })).State);
        Assert.Equal(JobState.Cancelled, (await worker.Calls.CancelAsync(new() { Id = job.Id })).State);
        using var watch = worker.Calls.Watch(new() { Id = job.Id });
        Assert.True(await watch.ResponseStream.MoveNext());
        Assert.Equal(JobState.Cancelled, watch.ResponseStream.Current.State);
        Assert.False(await watch.ResponseStream.MoveNext());
    }

    private string[] Names() => [.. films.Paths.Select(path => Path.GetFileName(path))];

    private static SubmitRequest Request(IEnumerable<string> sources)
    {
        var request = new SubmitRequest { Recipe = Recipe };
        request.Sources.AddRange(sources);
        return request;
    }
}
