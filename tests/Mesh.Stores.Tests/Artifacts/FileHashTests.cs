using System.Security.Cryptography;
using Mesh.Stores.Artifacts;
using Mesh.TestKit;

namespace Mesh.Stores.Tests.Artifacts;

public sealed class FileHashTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1 << 20)]
    [InlineData((3 << 20) + 17)]
    public async Task A_file_of_any_length_has_the_sum_of_its_bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        await File.WriteAllBytesAsync(_folder.At("file"), bytes);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), await FileHash.OfAsync(_folder.At("file")));
    }
}
