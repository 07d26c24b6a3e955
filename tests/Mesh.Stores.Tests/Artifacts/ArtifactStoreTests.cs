using System.Text;
using Mesh.Stores.Artifacts;
using Mesh.TestKit;

namespace Mesh.Stores.Tests.Artifacts;

/// <summary>What holds for artifacts in every store.</summary>
public abstract class ArtifactStoreTests : IDisposable
{
    private readonly TemporaryFolder _local = new();
    private readonly string _home = $"edits/{Guid.NewGuid():N}";

    /// <summary>The store, as another process would open it.</summary>
    protected abstract IArtifactStore Open();

    public void Dispose()
    {
        _local.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300_000)]
    [InlineData(12_000_000)]
    public async Task What_one_process_wrote_another_reads(int bytes)
    {
        var content = Bytes(bytes, seed: 1);

        await WriteAsync(Open(), Key("a.bin"), content);

        Assert.Equal(content, await ReadAsync(Open(), Key("a.bin")));
        Assert.True(await Open().ExistsAsync(Key("a.bin")));
        var found = (await Open().FindAsync(Key("a.bin")))!;
        Assert.Equal((Key("a.bin"), (long)bytes), (found.Key, found.Bytes));
        Assert.InRange(found.Modified, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
    }

    [Fact]
    public async Task Reading_starts_at_the_offset()
    {
        var content = Bytes(100_000, seed: 2);
        var store = Open();
        await WriteAsync(store, Key("a.bin"), content);

        Assert.Equal(content[70_000..], await ReadAsync(store, Key("a.bin"), 70_000));
        Assert.Equal(content[99_999..], await ReadAsync(store, Key("a.bin"), 99_999));
        Assert.Empty(await ReadAsync(store, Key("a.bin"), 100_000));
        foreach (var offset in (long[])[-1, 100_001])
        {
            var error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
                () => store.OpenReadAsync(Key("a.bin"), offset));
            Assert.Contains("0 to 100000", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_was_never_written_is_not_found()
    {
        var store = Open();

        Assert.False(await store.ExistsAsync(Key("no")));
        Assert.Null(await store.FindAsync(Key("no")));
        Assert.Equal(
            Key("no"), (await Assert.ThrowsAsync<ArtifactNotFoundException>(() => store.OpenReadAsync(Key("no")))).Key);
        await Assert.ThrowsAsync<ArtifactNotFoundException>(() => store.FetchAsync(Key("no")));
        await store.DeleteAsync(Key("no"));
        Assert.Empty(await ListAsync(store, Key("no")));
    }

    [Theory]
    [InlineData(false, "first")]
    [InlineData(true, "second")]
    public async Task An_artifact_that_is_there_stays_unless_it_is_to_be_replaced(bool replace, string left)
    {
        var store = Open();
        await store.WriteAsync(Key("a"), Text("first"), replace: false);
        await store.WriteAsync(Key("a"), Text("second"), replace);
        Assert.Equal(left, Encoding.UTF8.GetString(await ReadAsync(store, Key("a"))));

        await store.WriteFileAsync(Key("b"), LocalFile("first"), replace: false);
        await store.WriteFileAsync(Key("b"), LocalFile("second"), replace);
        Assert.Equal(left, Encoding.UTF8.GetString(await ReadAsync(store, Key("b"))));
    }

    [Fact]
    public async Task A_write_that_fails_leaves_what_was_there()
    {
        var store = Open();
        await store.WriteAsync(Key("old"), Text("old"), replace: true);

        foreach (var key in (string[])[Key("old"), Key("new")])
        {
            await Assert.ThrowsAsync<InvalidDataException>(() => store.WriteAsync(key, FailAsync, replace: true));
        }

        Assert.Equal("old", Encoding.UTF8.GetString(await ReadAsync(store, Key("old"))));
        Assert.Equal([Key("old")], await ListAsync(store, _home));

        static async Task FailAsync(Stream stream, CancellationToken cancellation)
        {
            await stream.WriteAsync(new byte[100_000], cancellation);
            throw new InvalidDataException("half way");
        }
    }

    [Fact]
    public async Task A_cancelled_write_leaves_nothing()
    {
        using var cancel = new CancellationTokenSource();
        var store = Open();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.WriteAsync(
            Key("a"),
            async (stream, token) =>
            {
                await stream.WriteAsync(new byte[10], token);
                await cancel.CancelAsync();
            },
            replace: true,
            cancel.Token));

        Assert.Empty(await ListAsync(store, _home));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Concurrent_writers_of_the_same_bytes_leave_these(bool replace)
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(
            () => WriteAsync(Open(), Key("a"), Bytes(400_000, seed: 6), replace))));

        Assert.Equal(Bytes(400_000, seed: 6), await ReadAsync(Open(), Key("a")));
    }

    [Fact]
    public async Task A_finished_file_moves_into_the_store()
    {
        var content = Bytes(11_000_000, seed: 3);
        var file = _local.At("film.mp4");
        await File.WriteAllBytesAsync(file, content);

        await Open().WriteFileAsync(Key("film.mp4"), file, replace: false);

        Assert.False(File.Exists(file));
        Assert.Equal(content, await ReadAsync(Open(), Key("film.mp4")));
        await Assert.ThrowsAsync<FileNotFoundException>(
            () => Open().WriteFileAsync(Key("other.mp4"), file, replace: false));
    }

    [Fact]
    public async Task A_fetched_file_has_the_bytes_and_the_extension()
    {
        var store = Open();
        await WriteAsync(store, Key("film.mp4"), Bytes(70_000, seed: 4));

        var paths = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => store.FetchAsync(Key("film.mp4"))));

        Assert.Single(paths.Distinct());
        Assert.EndsWith(".mp4", paths[0], StringComparison.Ordinal);
        Assert.Equal(Bytes(70_000, seed: 4), await File.ReadAllBytesAsync(paths[0]));

        await WriteAsync(store, Key("film.mp4"), Bytes(70_000, seed: 5));
        Assert.Equal(
            Bytes(70_000, seed: 5), await File.ReadAllBytesAsync(await store.FetchAsync(Key("film.mp4"))));
    }

    [Fact]
    public async Task Deleting_a_prefix_deletes_whole_segments_alone()
    {
        var store = Open();
        foreach (var key in (string[])["1/a", "1/b/c", "1.x", "10/a", "2"])
        {
            await store.WriteAsync(Key(key), Text(key), replace: true);
        }

        await store.DeleteAsync(Key("1/"));
        await store.DeleteAsync(Key("2"));

        Assert.Equal([Key("1.x"), Key("10/a")], (await ListAsync(store, _home)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Listing_finds_more_than_a_page_and_nothing_else()
    {
        var store = Open();
        var keys = Enumerable.Range(0, 1_100).Select(i => Key($"many/{i % 7}/{i:0000}")).ToList();
        await Parallel.ForEachAsync(
            keys, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (key, token) =>
                await store.WriteAsync(key, Text(key), replace: true, token));
        await store.WriteAsync(Key("many-more/1"), Text("x"), replace: true);

        var found = new List<ArtifactInfo>();
        await foreach (var artifact in store.ListAsync(Key("many")))
        {
            found.Add(artifact);
        }

        Assert.Equal(keys.Order(), found.Select(artifact => artifact.Key).Order());
        Assert.All(found, artifact => Assert.Equal(artifact.Key.Length, artifact.Bytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/etc/passwd")]
    [InlineData("../a")]
    [InlineData("a/../../b")]
    [InlineData("a/./b")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData(".hidden")]
    [InlineData("a/-rf")]
    [InlineData("A")]
    [InlineData("a b")]
    [InlineData("a\0b")]
    [InlineData("a\n")]
    [InlineData("a\\b")]
    [InlineData("a%2fb")]
    [InlineData("\u00e5")]
    public async Task A_bad_key_is_refused_by_every_call(string key)
    {
        var store = Open();

        await Assert.ThrowsAsync<ArgumentException>(() => store.ExistsAsync(key));
        await Assert.ThrowsAsync<ArgumentException>(() => store.FindAsync(key));
        await Assert.ThrowsAsync<ArgumentException>(() => store.OpenReadAsync(key));
        await Assert.ThrowsAsync<ArgumentException>(() => store.FetchAsync(key));
        await Assert.ThrowsAsync<ArgumentException>(() => store.WriteAsync(key, Text("x"), replace: true));
        await Assert.ThrowsAsync<ArgumentException>(
            () => store.WriteFileAsync(key, LocalFile("x"), replace: true));
        if (key != "a/")
        {
            await Assert.ThrowsAsync<ArgumentException>(() => store.DeleteAsync(key));
        }
    }

    protected string Key(string name) => $"{_home}/{name}";

    protected static Func<Stream, CancellationToken, Task> Text(string text) => async (stream, cancellation) =>
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation);

    protected static byte[] Bytes(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    protected static Task WriteAsync(IArtifactStore store, string key, byte[] content, bool replace = true) =>
        store.WriteAsync(
            key, async (stream, cancellation) => await stream.WriteAsync(content, cancellation), replace);

    protected static async Task<byte[]> ReadAsync(IArtifactStore store, string key, long offset = 0)
    {
        await using var stream = await store.OpenReadAsync(key, offset);
        var memory = new MemoryStream();
        await stream.CopyToAsync(memory);
        return memory.ToArray();
    }

    protected static async Task<List<string>> ListAsync(IArtifactStore store, string prefix)
    {
        var keys = new List<string>();
        await foreach (var artifact in store.ListAsync(prefix))
        {
            keys.Add(artifact.Key);
        }

        return keys;
    }

    private string LocalFile(string text)
    {
        var path = _local.At($"{Guid.NewGuid():N}");
        File.WriteAllText(path, text);
        return path;
    }
}
