using Mesh.TestKit;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Tensors.Tests;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Shards_read_as_one_checkpoint()
    {
        using var scope = NewDisposeScope();
        WriteShards("""{"weight_map":{"weight":"1.safetensors","bias":"2.safetensors"}}""");
        var linear = nn.Linear(2, 3);

        using var checkpoint = Checkpoint.Open(_folder.Path);
        StateDict.Load(linear, checkpoint);

        Assert.Equal(7, linear.weight[2, 1].ToSingle());
        Assert.Equal(5, linear.bias![0].ToSingle());
    }

    [Theory]
    [InlineData("""{"weight_map":{"weight":"2.safetensors"}}""", "'weight' is not in 2.safetensors")]
    [InlineData("""{"weight_map":{"weight":"../1.safetensors"}}""", "not a file name")]
    [InlineData("""{"weight_map":{}}""", "lists no tensor")]
    [InlineData("""{"weights":{}}""", "not a checkpoint index")]
    [InlineData("""{"weight_map":""", "not a checkpoint index")]
    public void An_index_that_lies_is_refused(string index, string reason)
    {
        using var scope = NewDisposeScope();
        WriteShards(index);

        var error = Assert.Throws<InvalidDataException>(() => Checkpoint.Open(_folder.Path));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_checkpoint_says_so() =>
        Assert.Throws<FileNotFoundException>(() => Checkpoint.Open(_folder.Path));

    [Fact]
    public void Loading_lists_what_is_missing_unexpected_and_misshaped()
    {
        using var scope = NewDisposeScope();
        SafetensorsWriter.Save(_folder.At("a.safetensors"), [new("weight", ones(2, 2)), new("extra", ones(1))]);

        using var checkpoint = Checkpoint.Open(_folder.Path);
        var error = Assert.Throws<InvalidDataException>(() => StateDict.Load(nn.Linear(2, 3), checkpoint));

        Assert.Contains("1 missing: bias", error.Message, StringComparison.Ordinal);
        Assert.Contains("1 unexpected: extra", error.Message, StringComparison.Ordinal);
        Assert.Contains("weight [3, 2] but [2, 2] in the file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Loading_renames_and_casts()
    {
        using var scope = NewDisposeScope();
        SafetensorsWriter.Save(
            _folder.At("a.safetensors"), [new("vae.weight", full([3, 2], 1.5)), new("vae.bias", ones(3))]);
        var linear = nn.Linear(2, 3);

        using var checkpoint = Checkpoint.Open(_folder.At("a.safetensors"));
        StateDict.Load(linear, checkpoint, name => name["vae.".Length..], ScalarType.BFloat16);

        Assert.Equal(ScalarType.BFloat16, linear.weight.dtype);
        Assert.Equal(1.5f, linear.weight[0, 0].ToSingle());
    }

    [Fact]
    public void InPlaceOf_frees_the_old_tensor_and_returns_the_new()
    {
        using var scope = NewDisposeScope();
        Tensor old = ones(1), next = ones(2);

        Assert.Same(next, next.InPlaceOf(old));
        Assert.True(old.IsInvalid);
        Assert.False(next.InPlaceOf(next).IsInvalid);
    }

    private void WriteShards(string index)
    {
        var weight = full([3, 2], 7f);
        SafetensorsWriter.Save(_folder.At("1.safetensors"), [new("weight", weight)]);
        SafetensorsWriter.Save(_folder.At("2.safetensors"), [new("bias", full([3], 5f))]);
        File.WriteAllText(_folder.At("model.safetensors.index.json"), index);
    }
}
