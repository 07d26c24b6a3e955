using Mesh.Stores.Artifacts;
using Mesh.Stores.Tests.Servers;

namespace Mesh.Stores.Tests.Artifacts;

/// <summary>Writers of the same object at once, and uploads that fail; the server knows If-None-Match.</summary>
public sealed class S3WritersTests(S3Server server) : IClassFixture<S3Server>, IDisposable
{
    private const int Large = 11 << 20;  // three parts

    private readonly S3Front _front = new(server.Options().Endpoint!);
    private readonly string _key = $"writers/{Guid.NewGuid():N}";

    public void Dispose() => _front.Dispose();

    [Theory]
    [InlineData(1000, 6)]
    [InlineData(Large, 2)]
    public async Task Of_writers_that_all_saw_nothing_the_first_wins_and_the_others_do_not_mind(int size, int writers)
    {
        using var barrier = new Barrier(writers);
        var stores = Enumerable.Range(0, writers).Select(_ => Open()).ToArray();

        await Task.WhenAll(stores.Select((store, n) => Task.Run(() => store.WriteAsync(
            _key,
            async (stream, cancellation) =>
            {
                await stream.WriteAsync(Bytes(size, (byte)n), cancellation);
                barrier.SignalAndWait(cancellation);  // all have asked whether it is there
            },
            replace: false))));

        Assert.Equal(writers - 1, _front.Refused);
        var kept = await ReadAsync(stores[0]);
        Assert.Contains(Enumerable.Range(0, writers), n => Bytes(size, (byte)n).SequenceEqual(kept));
        Assert.Equal(size > 1000 ? writers - 1 : 0, _front.Aborted.Count);
        Assert.Empty(_front.Aborted.Except(_front.Begun));
        foreach (var store in stores)
            store.Dispose();
    }

    [Fact]
    public async Task A_replacement_asks_for_no_condition()
    {
        using var store = Open();
        await WriteAsync(store, Bytes(10, 1), replace: false);

        await WriteAsync(store, Bytes(10, 2), replace: true);

        Assert.Equal(0, _front.Refused);
        Assert.Equal(Bytes(10, 2), await ReadAsync(store));
    }

    [Fact]
    public async Task An_upload_that_fails_is_abandoned_and_leaves_nothing()
    {
        using var store = Open();
        _front.BadPart = 2;

        await Assert.ThrowsAsync<ArtifactStoreException>(() => WriteAsync(store, Bytes(Large, 1), replace: false));

        Assert.Equal(_front.Begun, _front.Aborted);
        Assert.False(await store.ExistsAsync(_key));
        _front.BadPart = null;
        await WriteAsync(store, Bytes(Large, 2), replace: false);
        Assert.Equal(Bytes(Large, 2), await ReadAsync(store));
    }

    private S3ArtifactStore Open() => new(server.Options() with { Endpoint = _front.Address });

    private Task WriteAsync(S3ArtifactStore store, byte[] bytes, bool replace) => store.WriteAsync(
        _key, async (stream, cancellation) => await stream.WriteAsync(bytes, cancellation), replace);

    private async Task<byte[]> ReadAsync(S3ArtifactStore store)
    {
        await using var stream = await store.OpenReadAsync(_key);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }

    private static byte[] Bytes(int length, byte value)
    {
        var bytes = new byte[length];
        Array.Fill(bytes, value);
        return bytes;
    }
}
