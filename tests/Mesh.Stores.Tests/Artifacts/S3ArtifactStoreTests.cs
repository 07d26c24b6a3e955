using Mesh.Stores.Artifacts;
using Mesh.Stores.Tests.Servers;

namespace Mesh.Stores.Tests.Artifacts;

public sealed class S3ArtifactStoreTests(S3Server server) : ArtifactStoreTests, IClassFixture<S3Server>
{
    protected override IArtifactStore Open() => new S3ArtifactStore(server.Options());

    [Fact]
    public async Task The_cache_stays_below_its_size_but_keeps_what_is_in_use()
    {
        var options = server.Options() with { CacheBytes = 25_000, CacheHold = TimeSpan.FromHours(1) };
        var store = new S3ArtifactStore(options);
        var paths = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            await WriteAsync(store, Key($"{i}"), Bytes(10_000, seed: i));
            paths.Add(await store.FetchAsync(Key($"{i}")));
        }

        Assert.All(paths, path => Assert.True(File.Exists(path)));

        foreach (var path in paths.Take(4))
        {
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-2));
        }

        Assert.Equal(paths[0], await store.FetchAsync(Key("0")));  // used again, so it is not old
        await WriteAsync(store, Key("last"), Bytes(1, seed: 9));
        await store.FetchAsync(Key("last"));

        Assert.Equal(
            [true, false, false, false, true, true], paths.Select(File.Exists));
        Assert.Equal(Bytes(10_000, seed: 1), await File.ReadAllBytesAsync(await store.FetchAsync(Key("1"))));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named()
    {
        var nobody = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        using var store = new S3ArtifactStore(server.Options() with { Endpoint = nobody });

        var error = await Assert.ThrowsAsync<ArtifactStoreException>(() => store.ExistsAsync(Key("a")));

        Assert.Contains(nobody.ToString(), error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("S3RVER", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_is_no_missing_artifact()
    {
        using var store = new S3ArtifactStore(server.Options() with { Bucket = "nobodys" });

        var error = await Assert.ThrowsAsync<ArtifactStoreException>(() => WriteAsync(store, Key("a"), [1]));

        Assert.Contains("'nobodys'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_cannot_work_are_all_named()
    {
        var options = new S3ArtifactOptions
        {
            Bucket = "",
            CacheFolder = "",
            AccessKey = "key",
            Endpoint = new Uri("ftp://host"),
            PartBytes = 1,
            CacheBytes = -1,
        };

        var error = Assert.Throws<ArgumentException>(() => new S3ArtifactStore(options));

        foreach (var name in (string[])["Bucket", "CacheFolder", "SecretKey", "Endpoint", "PartBytes", "CacheBytes"])
        {
            Assert.Contains(name, error.Message, StringComparison.Ordinal);
        }
    }
}
