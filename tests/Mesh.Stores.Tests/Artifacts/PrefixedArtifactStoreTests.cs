using Mesh.Stores.Artifacts;
using Mesh.TestKit;

namespace Mesh.Stores.Tests.Artifacts;

public sealed class PrefixedArtifactStoreTests : ArtifactStoreTests, IClassFixture<TemporaryFolder>
{
    private readonly DirectoryArtifactStore _inner;

    public PrefixedArtifactStoreTests(TemporaryFolder folder) => _inner = new(folder.At("artifacts"));

    protected override IArtifactStore Open() => new PrefixedArtifactStore(_inner, "runs/a");

    [Fact]
    public async Task What_is_beside_the_prefix_is_neither_seen_nor_deleted()
    {
        await WriteAsync(_inner, "runs/b/x.bin", Bytes(10, seed: 1));
        await WriteAsync(_inner, "runs/ab", Bytes(10, seed: 2));
        await WriteAsync(Open(), "x.bin", Bytes(10, seed: 3));

        Assert.Equal(Bytes(10, seed: 3), await ReadAsync(_inner, "runs/a/x.bin"));
        await Open().DeleteAsync("x.bin");

        Assert.False(await _inner.ExistsAsync("runs/a/x.bin"));
        Assert.Equal(Bytes(10, seed: 1), await ReadAsync(_inner, "runs/b/x.bin"));
        await foreach (var found in Open().ListAsync(""))
            Assert.NotEqual("b", found.Key);
    }

    [Theory]
    [InlineData("../b/x.bin")]
    [InlineData("/x.bin")]
    public async Task No_key_leads_out_of_the_prefix(string key) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Open().ExistsAsync(key));
}
