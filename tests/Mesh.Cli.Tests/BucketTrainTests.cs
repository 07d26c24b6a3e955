using Mesh.Stores.Artifacts;
using Mesh.Stores.Tests.Servers;
using Mesh.TestKit;

namespace Mesh.Cli.Tests;

/// <summary>mesh train with its checkpoints in a bucket of a server that speaks S3.</summary>
public sealed class BucketTrainTests(S3Server server) : IClassFixture<S3Server>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_that_was_killed_goes_on_on_another_machine_to_the_same_weights()
    {
        var undisturbed = await MeshProgram.RunAsync(Train("undisturbed", null));

        using (var program = new MeshProgram(Train("first", "s3://mesh/runs/killed"), Account()))
        {
            await program.FirstErrorLineAsync("mesh: saved the checkpoint of step 5");
            using var rank = program.Rank(0);
            await program.SignalAsync("KILL");
            rank.Kill();
            await rank.WaitForExitAsync();
        }
        var resumed = await MeshProgram.RunAsync(
            [.. Train("second", "s3://mesh/runs/killed"), "--resume"], Account());

        Assert.Equal((0, 0), (undisturbed.Code, resumed.Code));
        Assert.Equal(undisturbed.WeightHash, resumed.WeightHash);
        Assert.False(Directory.Exists(_folder.At("second/checkpoints")));
        using var store = new S3ArtifactStore(server.Options());
        Assert.True(await store.ExistsAsync("runs/killed/step-00000020/manifest.json"));
    }

    [Theory]
    [InlineData("s3://nowhere/runs/a", 4, "nowhere")]
    [InlineData("s3://mesh", 2, "s3://BUCKET/KEY")]
    [InlineData("s3://mesh/Runs", 2, "s3://BUCKET/KEY")]
    public async Task A_bucket_that_cannot_be_used_is_one_line(string place, int code, string words)
    {
        var ended = await MeshProgram.RunAsync(Train("refused", place), Account());

        Assert.Equal(code, ended.Code);
        Assert.Contains(words, Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
    }

    private string[] Train(string name, string? place)
    {
        string[] checkpoints = place is null ? [] : ["--checkpoints", place];
        return
        [
            "train", "--recipe", "icve-smoke", "--steps", "10", "--save-every", "5", "--out", _folder.At(name),
            .. checkpoints,
        ];
    }

    private Dictionary<string, string> Account()
    {
        var options = server.Options();
        return new()
        {
            ["AWS_ENDPOINT_URL"] = options.Endpoint!.ToString(),
            ["AWS_ACCESS_KEY_ID"] = options.AccessKey!,
            ["AWS_SECRET_ACCESS_KEY"] = options.SecretKey!,
        };
    }
}
