using Mesh.Distributed;
using Mesh.Distributed.Tests;
using Mesh.Stores.Artifacts;
using Mesh.Stores.Tests.Servers;
using Mesh.TestKit;
using Mesh.Training.Checkpoints;

namespace Mesh.Training.Tests;

/// <summary>Checkpoints in a bucket of a server that speaks S3.</summary>
public sealed class S3CheckpointTests : IDisposable
{
    internal const int Steps = 10;  // of each of two stages

    private readonly S3Server _server = new();
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _notes = [];

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_run_goes_on_from_a_bucket_on_another_machine_and_past_a_damaged_checkpoint()
    {
        using var undisturbed = SmokeRun.Of(_folder.At("undisturbed"), Steps, MeshRank.Alone);
        Assert.True(undisturbed.Run(CancellationToken.None));

        Assert.False(Run("first", stopAt: 9).IsDone);
        var second = Run("second");
        Assert.Equal((true, undisturbed.Hash), second);
        using var store = Open("third");
        Assert.Equal([9, 14, 20], await new CheckpointFolder(store).StepsAsync());
        await foreach (var artifact in store.ListAsync(""))
            Assert.NotEqual(7, CheckpointKeys.StepOf(artifact.Key));

        var manifest = await new CheckpointFolder(store).ReadAsync(20);
        await store.WriteAsync(manifest.Files[0].Key, (stream, cancellation) =>
            stream.WriteAsync(new byte[manifest.Files[0].Bytes], cancellation).AsTask(), replace: true);
        var fourth = Run("fourth");

        Assert.Equal((true, undisturbed.Hash), fourth);
        Assert.Contains(
            _notes, note => note.Contains("shard-00000-of-00001.safetensors is damaged", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ranks_write_their_shards_as_clients_of_their_own_and_one_rank_reads_them()
    {
        var ranks = RankProcesses.Start(
            2, nameof(Scenarios.TrainInBucket), $"{_server.Options().Endpoint}", _folder.At("ranks"));
        Assert.True(ranks.Exits.All(exit => exit.ExitCode == 0), ranks.Words);

        using (var store = Open("other"))
            Assert.Equal(2, (await new CheckpointFolder(store).ReadAsync(2 * Steps)).Files.Count);

        var read = Run("alone");

        Assert.True(read.IsDone);
        Assert.Contains($"done {read.Hash}", ranks.Words, StringComparison.Ordinal);
    }

    /// <summary>A client of the test server with a cache of its own.</summary>
    internal static S3ArtifactOptions Client(Uri server, string cache) => new()
    {
        Bucket = "mesh",
        Endpoint = server,
        PathStyle = true,
        AccessKey = "S3RVER",
        SecretKey = "S3RVER",
        CacheFolder = cache,
    };

    private (bool IsDone, string Hash) Run(string machine, int? stopAt = null)
    {
        using var stop = new CancellationTokenSource();
        using var store = Open(machine);
        using var run = SmokeRun.In(
            store, _folder.At(machine), Steps, MeshRank.Alone,
            step =>
            {
                if (step.Step + 1 == stopAt)
                    stop.Cancel();
            },
            _notes.Add);
        return (run.Run(stop.Token), run.Hash);
    }

    private S3ArtifactStore Open(string machine) =>
        new(Client(_server.Options().Endpoint!, _folder.At($"{machine}/cache")));
}
