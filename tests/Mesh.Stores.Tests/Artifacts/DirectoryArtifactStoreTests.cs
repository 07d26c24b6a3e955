using Mesh.Stores.Artifacts;
using Mesh.Stores.Tests.Servers;
using Mesh.TestKit;

namespace Mesh.Stores.Tests.Artifacts;

public sealed class DirectoryArtifactStoreTests : ArtifactStoreTests, IClassFixture<TemporaryFolder>
{
    private readonly string _root;

    public DirectoryArtifactStoreTests(TemporaryFolder folder) => _root = folder.At("artifacts");

    protected override IArtifactStore Open() => new DirectoryArtifactStore(_root);

    [Fact]
    public async Task A_reader_keeps_what_it_opened_while_it_is_replaced_and_deleted()
    {
        var store = Open();
        await WriteAsync(store, Key("a"), Bytes(500_000, seed: 1));
        await using var reader = await store.OpenReadAsync(Key("a"));
        var start = new byte[1_000];
        await reader.ReadExactlyAsync(start);

        await WriteAsync(store, Key("a"), Bytes(500_000, seed: 2));
        await store.DeleteAsync(Key("a"));

        var rest = new MemoryStream();
        await reader.CopyToAsync(rest);
        Assert.Equal(Bytes(500_000, seed: 1), start.Concat(rest.ToArray()).ToArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Concurrent_writers_of_a_key_leave_the_whole_of_one(bool replace)
    {
        await Task.WhenAll(Enumerable.Range(1, 8).Select(writer => Task.Run(() => WriteAsync(
            Open(), Key("a"), Enumerable.Repeat((byte)writer, 400_000 + writer).ToArray(), replace))));

        var content = await ReadAsync(Open(), Key("a"));
        Assert.Equal(400_000 + content[0], content.Length);
        Assert.All(content, value => Assert.Equal(content[0], value));
    }

    [Fact]
    public async Task The_first_of_several_writers_to_end_wins()
    {
        var (begun, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var slow = Open().WriteAsync(
            Key("a"),
            async (stream, cancellation) =>
            {
                begun.SetResult();
                await go.Task;
                await Text("slow")(stream, cancellation);
            },
            replace: false);
        await begun.Task;

        await Open().WriteAsync(Key("a"), Text("quick"), replace: false);
        go.SetResult();
        await slow;

        Assert.Equal("quick"u8.ToArray(), await ReadAsync(Open(), Key("a")));
    }

    [Fact]
    public async Task A_fetched_artifact_is_the_file_itself()
    {
        await WriteAsync(Open(), Key("a.bin"), Bytes(10, seed: 1));

        Assert.Equal(Path.Combine(_root, Key("a.bin")), await Open().FetchAsync(Key("a.bin")));
    }

    [Fact]
    public async Task Links_lead_nowhere()
    {
        var store = Open();
        var outside = Path.Combine(Path.GetDirectoryName(_root)!, "outside");
        Directory.CreateDirectory(outside);
        await File.WriteAllTextAsync(Path.Combine(outside, "secret"), "secret");
        await WriteAsync(store, Key("a"), [1]);
        var folder = Path.GetDirectoryName(Path.Combine(_root, Key("a")))!;
        Directory.CreateSymbolicLink(Path.Combine(folder, "out"), outside);
        File.CreateSymbolicLink(Path.Combine(folder, "passwd"), "/etc/passwd");

        await Assert.ThrowsAsync<ArtifactStoreException>(() => store.OpenReadAsync(Key("out/secret")));
        await Assert.ThrowsAsync<ArtifactStoreException>(() => store.OpenReadAsync(Key("passwd")));
        await Assert.ThrowsAsync<ArtifactStoreException>(() => WriteAsync(store, Key("out/new"), [1]));
        await Assert.ThrowsAsync<ArtifactStoreException>(() => store.DeleteAsync(Key("out")));
        Assert.Equal([Key("a")], await ListAsync(store, Path.GetDirectoryName(Key("a"))!));

        await store.DeleteAsync(Path.GetDirectoryName(Key("a"))!);
        Assert.Equal(["secret"], Directory.GetFiles(outside).Select(Path.GetFileName));
    }

    [Fact]
    public async Task What_a_killed_writer_left_is_no_artifact_and_goes_once_it_is_old()
    {
        using var child = Child.Start("write", _root, Key("a"));
        await child.SaysAsync("writing");
        child.Kill();
        var folder = Path.GetDirectoryName(Path.Combine(_root, Key("a")))!;
        var left = Assert.Single(Directory.GetFiles(folder));

        Assert.Empty(await ListAsync(Open(), Path.GetDirectoryName(Key("a"))!));
        Assert.False(await Open().ExistsAsync(Key("a")));

        await Open().SweepAsync(TimeSpan.FromHours(1));
        Assert.True(File.Exists(left));

        File.SetLastWriteTimeUtc(left, DateTime.UtcNow.AddHours(-2));
        Assert.Equal(1, await Open().SweepAsync(TimeSpan.FromHours(1)));
        Assert.False(File.Exists(left));
    }

    [Fact]
    public async Task A_full_disk_is_named()
    {
        var error = await Assert.ThrowsAsync<ArtifactStoreException>(() => Open().WriteAsync(
            Key("a"),
            async (_, cancellation) =>
            {
                await using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write);
                await full.WriteAsync(new byte[100_000], cancellation);
            },
            replace: true));

        Assert.Contains("no space is left", error.Message, StringComparison.Ordinal);
        Assert.Contains(_root, error.Message, StringComparison.Ordinal);
        Assert.Empty(await ListAsync(Open(), Path.GetDirectoryName(Key("a"))!));
    }

    [Fact]
    public async Task Writing_goes_on_while_the_folder_is_deleted_again_and_again()
    {
        var store = Open();
        var home = Path.GetDirectoryName(Key("x/a"))!;
        var deletes = Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                await store.DeleteAsync(home);
            }
        });

        for (var i = 0; !deletes.IsCompleted; i++)
        {
            try
            {
                await WriteAsync(store, Key($"x/{i}"), [1, 2, 3]);
            }
            catch (ArtifactStoreException error)
            {
                Assert.Contains("deleted", error.Message, StringComparison.Ordinal);
            }
        }

        await deletes;
        await WriteAsync(store, Key("x/last"), [1]);
        Assert.Contains(Key("x/last"), await ListAsync(store, home));
    }
}
