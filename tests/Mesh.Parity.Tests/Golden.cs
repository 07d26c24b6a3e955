using System.Text.Json;
using Mesh.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Parity.Tests;

/// <summary>One file of recorded numbers: safetensors with a JSON config in its metadata, or JSON alone.</summary>
public sealed class Golden : IDisposable
{
    private readonly SafetensorsFile? _file;

    private Golden(string path, SafetensorsFile? file, JsonElement config)
    {
        (Name, _file, Config) = (System.IO.Path.GetFileNameWithoutExtension(path), file, config);
    }

    public string Name { get; }

    /// <summary>The "cfg" of a safetensors file, or the whole of a JSON file.</summary>
    public JsonElement Config { get; }

    /// <summary>Names of the recorded tensors; none in a JSON file.</summary>
    public IEnumerable<string> Names => _file?.Entries.Keys ?? [];

    public static Golden Open(string path)
    {
        if (System.IO.Path.GetExtension(path) == ".json")
            return new Golden(path, null, Parse(File.ReadAllText(path)));

        var file = SafetensorsFile.Open(path);
        return new Golden(path, file, Parse(file.Metadata.GetValueOrDefault("cfg", "{}")));
    }

    public bool Has(string name) => _file?.Entries.ContainsKey(name) == true;

    /// <summary>Where the networks compute: the device named by MESH_DEVICE, or the CPU.</summary>
    public static Device Device { get; } = ChosenDevice();

    /// <summary>Reads one tensor in its recorded element type, onto the device.</summary>
    public Tensor this[string name] => _file!.Read(name).to(Device);

    public long[] ShapeOf(string name) => _file!.Entries[name].Shape;

    /// <summary>Fills a network with the tensors under a prefix, which must be exactly its weights.</summary>
    public void Load(nn.Module network, string prefix = "w.")
    {
        network.to(Device);
        var weights = StateDict.Of(network);
        var recorded = Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => name[prefix.Length..]);
        Assert.Equal(recorded.Order(StringComparer.Ordinal), weights.Keys.Order(StringComparer.Ordinal));

        foreach (var (name, weight) in weights)
            _file!.ReadInto(prefix + name, weight);
    }

    public void Dispose() => _file?.Dispose();

    // A GPU shortens the mantissa of float32 in convolutions unless told not to.
    private static Device ChosenDevice()
    {
        if (Environment.GetEnvironmentVariable("MESH_DEVICE") is not { Length: > 0 } name)
            return CPU;
        (backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32) = (false, false);
        return device(name);
    }

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
