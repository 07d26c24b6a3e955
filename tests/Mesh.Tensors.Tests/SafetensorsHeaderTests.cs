using System.Text;
using Mesh.TestKit;

namespace Mesh.Tensors.Tests;

public sealed class SafetensorsHeaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "needs 8")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "lies at bytes [0, 8) of 4")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "lies at bytes")]
    [InlineData("""{"x":{"dtype":"F33","shape":[1],"data_offsets":[0,4]}}""", 4, "unknown dtype F33")]
    [InlineData("""{"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "negative")]
    [InlineData("""{"x":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}}""", 4, "impossible")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1]}}""", 4, "lacks")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", 4, "instead of [begin, end]")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "follows a gap of 4")]
    [InlineData("""
        {"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"x":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}
        """, 2, "'x' appears twice")]
    [InlineData("""
        {"y":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"x":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}
        """, 3, "'x' overlaps")]
    public void A_bad_entry_is_refused_by_name(string header, int dataLength, string reason)
    {
        var error = Refused(header, dataLength);

        Assert.Contains("bad.safetensors: tensor 'x' ", error, StringComparison.Ordinal);
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 3, "2 bytes after the last tensor")]
    [InlineData("""{"x":""", 0, "not valid JSON")]
    [InlineData("""[1]""", 0, "not valid JSON")]
    [InlineData("""{"x":{"dtype":"U8","shape":["a"],"data_offsets":[0,1]}}""", 1, "not valid JSON")]
    public void A_bad_file_is_refused(string header, int dataLength, string reason) =>
        Assert.Contains(reason, Refused(header, dataLength), StringComparison.Ordinal);

    [Theory]
    [InlineData(new byte[] { 1, 2, 3 })]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255, 0 })]
    [InlineData(new byte[] { 9, 0, 0, 0, 0, 0, 0, 0, (byte)'{' })]
    public void A_header_longer_than_the_file_is_refused(byte[] bytes)
    {
        File.WriteAllBytes(_folder.At("bad"), bytes);

        Assert.Throws<InvalidDataException>(() => SafetensorsFile.Open(_folder.At("bad")));
    }

    private string Refused(string header, int dataLength)
    {
        var json = Encoding.UTF8.GetBytes(header);
        byte[] bytes = [.. BitConverter.GetBytes((long)json.Length), .. json, .. new byte[dataLength]];
        File.WriteAllBytes(_folder.At("bad.safetensors"), bytes);
        return Assert.Throws<InvalidDataException>(() => SafetensorsFile.Open(_folder.At("bad.safetensors"))).Message;
    }
}
