using Mesh.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Parity.Tests;

/// <summary>Our reader of PyTorch files against tensors that PyTorch itself read from them.</summary>
public sealed class PickleGoldenTests
{
    private const string Prefix = "vae.";

    private static readonly string[] Refused = ["evil", "truncated", "missing"];

    [GoldenFact(Source = GoldenSource.Pickles)]
    public void Every_file_is_read_as_recorded_or_refused(string path)
    {
        if (Refused.Any(Path.GetFileName(path).StartsWith))
            VerifyRefused(path);
        else
            VerifyTensors(path);
    }

    private static void VerifyTensors(string path)
    {
        using var scope = NewDisposeScope();
        using var file = Checkpoint.Open(path);
        using var expected = SafetensorsFile.Open(Path.Combine(Path.GetDirectoryName(path)!, "expected.safetensors"));
        var names = file.Names.ToDictionary(
            name => name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name);

        Assert.Equal(expected.Entries.Keys.Order(), names.Keys.Order());
        foreach (var (name, ours) in names)
        {
            var (actual, recorded) = (file.Read(ours), expected.Read(name));
            Assert.Equal(recorded.dtype, actual.dtype);
            Assert.Equal(recorded.shape, actual.shape);
            Assert.True(actual.eq(recorded).all().ToBoolean(), $"{name} of {Path.GetFileName(path)} differs.");
        }
    }

    private static void VerifyRefused(string path)
    {
        var error = Assert.Throws<InvalidDataException>(() => Checkpoint.Open(path).Dispose());

        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        if (Path.GetFileName(path).StartsWith("evil", StringComparison.Ordinal))
            Assert.Matches("call '[^']+\\.[^']+'", error.Message);
        if (Path.GetFileName(path).StartsWith("missing", StringComparison.Ordinal))
            Assert.Matches("storage '[^']+' .* is missing", error.Message);
    }
}
