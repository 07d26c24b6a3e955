using Mesh.TestKit;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Tensors.Tests;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Int32)]
    [InlineData(ScalarType.Int16)]
    [InlineData(ScalarType.Int8)]
    [InlineData(ScalarType.Byte)]
    [InlineData(ScalarType.Bool)]
    public void What_was_written_is_read_back_in_every_element_type(ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        var tensor = arange(24, ScalarType.Float32).view(2, 3, 4).to(dtype);
        SafetensorsWriter.Save(_folder.At("a.safetensors"), [new("x", tensor)]);

        using var file = SafetensorsFile.Open(_folder.At("a.safetensors"));
        var read = file.Read("x");

        Assert.Equal(dtype, read.dtype);
        Assert.Equal([2, 3, 4], read.shape);
        Assert.True(read.eq(tensor).all().ToBoolean());
    }

    [Fact]
    public void Scalars_and_empty_tensors_survive()
    {
        using var scope = NewDisposeScope();
        SafetensorsWriter.Save(_folder.At("a.safetensors"), [new("one", tensor(3.5f)), new("none", zeros(0, 4))]);

        using var file = SafetensorsFile.Open(_folder.At("a.safetensors"));

        Assert.Equal(3.5f, file.Read("one").ToSingle());
        Assert.Equal([0, 4], file.Read("none").shape);
    }

    [Fact]
    public void Reading_casts_to_the_element_type_asked_for()
    {
        using var scope = NewDisposeScope();
        SafetensorsWriter.Save(_folder.At("a.safetensors"), [new("x", tensor(2.5f).view(1))]);

        using var file = SafetensorsFile.Open(_folder.At("a.safetensors"));
        var read = file.Read("x", ScalarType.BFloat16);

        Assert.Equal(ScalarType.BFloat16, read.dtype);
        Assert.Equal(2.5f, read.ToSingle());
    }

    [Fact]
    public void Strided_tensors_are_written_in_row_major_order()
    {
        using var scope = NewDisposeScope();
        var transposed = arange(6, ScalarType.Float32).view(2, 3).transpose(0, 1);
        SafetensorsWriter.Save(_folder.At("a.safetensors"), [new("x", transposed)]);

        using var file = SafetensorsFile.Open(_folder.At("a.safetensors"));

        Assert.True(file.Read("x").eq(transposed).all().ToBoolean());
    }

    [Fact]
    public void The_same_tensors_give_the_same_bytes_in_any_order()
    {
        using var scope = NewDisposeScope();
        KeyValuePair<string, Tensor> a = new("a", ones(3)), b = new("b", zeros(2, ScalarType.Bool));
        var metadata = new Dictionary<string, string> { ["z"] = "1", ["y"] = "2" };
        SafetensorsWriter.Save(_folder.At("1"), [a, b], metadata);
        SafetensorsWriter.Save(_folder.At("2"), [b, a], metadata.Reverse().ToDictionary());

        Assert.Equal(File.ReadAllBytes(_folder.At("1")), File.ReadAllBytes(_folder.At("2")));
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);  // and no temporary file stays
    }

    [Fact]
    public void Metadata_is_kept()
    {
        using var scope = NewDisposeScope();
        SafetensorsWriter.Save(
            _folder.At("a"), [new("x", ones(1))], new Dictionary<string, string> { ["cfg"] = "{\"a\": \"\u00fc\"}" });

        using var file = SafetensorsFile.Open(_folder.At("a"));

        Assert.Equal("{\"a\": \"\u00fc\"}", file.Metadata["cfg"]);
    }
}
