using System.Security.Cryptography;
using Mesh.TestKit;
using static TorchSharp.torch;

namespace Mesh.Tensors.Tests;

/// <summary>The checksum that a file is written with, and runs of values that are read from it.</summary>
public sealed class SafetensorsWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, Tensor> _tensors = new()
    {
        ["b"] = arange(600, ScalarType.Float32).reshape(20, 30),
        ["a"] = arange(64, ScalarType.Int64),
        ["slice"] = arange(100, ScalarType.Float32).reshape(10, 10).t(),  // not contiguous
        ["none"] = empty(0),
    };

    public void Dispose()
    {
        foreach (var tensor in _tensors.Values)
            tensor.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_checksum_is_that_of_the_file_and_the_file_is_the_same_without()
    {
        var (hashed, plain) = (_folder.At("hashed"), _folder.At("plain"));
        var metadata = new Dictionary<string, string> { ["a"] = "1" };

        var sum = SafetensorsWriter.SaveHashed(hashed, _tensors, metadata);
        SafetensorsWriter.Save(plain, _tensors, metadata);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(hashed))), sum);
        Assert.Equal(File.ReadAllBytes(plain), File.ReadAllBytes(hashed));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_an_error() =>
        Assert.Throws<DirectoryNotFoundException>(() => SafetensorsWriter.SaveHashed(
            _folder.At("absent/file"), _tensors, new Dictionary<string, string>()));

    [Fact]
    public void A_run_of_values_is_read_into_its_place()
    {
        SafetensorsWriter.Save(_folder.At("file"), _tensors);
        using var file = SafetensorsFile.Open(_folder.At("file"));
        using var floats = zeros(10);
        using var middle = floats.narrow(0, 2, 5);
        using var doubles = zeros(2, ScalarType.Float64);

        file.ReadRun("b", 595, middle);
        file.ReadRun("b", 31, doubles);

        Assert.Equal([0, 0, 595, 596, 597, 598, 599, 0, 0, 0], floats.data<float>().ToArray());
        Assert.Equal([31, 32], doubles.data<double>().ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => file.ReadRun("b", 596, middle));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.ReadRun("b", -1, middle));
    }
}
