using System.Text.Json;
using Mesh.Tensors;
using Mesh.TestKit;
using static TorchSharp.torch;

namespace Mesh.Editing.Tests;

/// <summary>Random weights of tiny networks, in the files that published ones come in.</summary>
internal static class TinyWeights
{
    public static nn.Module Random(nn.Module module, Generator random)
    {
        foreach (var (_, parameter) in module.named_parameters())
            parameter.copy_(randn(parameter.shape, generator: random) * 0.3);
        return module;
    }

    /// <summary>A transformer in two files with an index.</summary>
    public static void Shard(string folder, nn.Module module)
    {
        const string Name = "diffusion_pytorch_model";
        var files = new Dictionary<string, string>();
        foreach (var (index, part) in StateDict.Of(module).Chunk(StateDict.Of(module).Count / 2 + 1).Index())
        {
            var file = $"{Name}-{index + 1:D5}-of-00002.safetensors";
            SafetensorsWriter.Save(Path.Combine(folder, file), part);
            foreach (var (name, _) in part)
                files[name] = file;
        }
        File.WriteAllText(
            Path.Combine(folder, $"{Name}.safetensors.index.json"),
            JsonSerializer.Serialize(new Dictionary<string, object> { ["weight_map"] = files }));
    }

    /// <summary>As PyTorch saves a state dict, its names after a prefix.</summary>
    public static void Torch(string path, nn.Module module, string prefix = "")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        TorchFile.Write(
            path,
            [.. StateDict.Of(module).Select(pair => new TorchTensor(
                $"{prefix}{pair.Key}", pair.Value.shape, pair.Value.contiguous().data<float>().ToArray()))]);
    }
}
