using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Mesh.TestKit;
using static TorchSharp.torch;

namespace Mesh.Tensors.Tests;

/// <summary>What a process needs at most while it loads: its weights and one tensor.</summary>
public sealed class LoadingMemoryTests : IDisposable
{
    private const int Layers = 8;
    private const int Side = 2048;  // 16 MiB a layer in float32, 128 MiB in all
    private const long TensorBytes = 4L * Side * Side;

    // What .NET itself takes meanwhile, and what the C library rounds up. The lower bound gives it back, and one
    // tensor: memory from before the load may serve again, and the kernel counts pages in batches.
    private const long Runtime = 12L << 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, ScalarType.Float32)]
    [InlineData(4, ScalarType.Float32)]
    [InlineData(1, ScalarType.BFloat16)]
    [InlineData(4, ScalarType.BFloat16)]
    public async Task It_is_the_model_and_one_tensor(int shards, ScalarType stored)
    {
        WriteCheckpoint(shards, stored);

        var grown = await GrownAsync();

        Assert.InRange(grown, (Layers - 1) * TensorBytes - Runtime, (Layers + 1) * TensorBytes + Runtime);
    }

    private void WriteCheckpoint(int shards, ScalarType stored)
    {
        var map = new Dictionary<string, string>();
        foreach (var layers in Enumerable.Range(0, Layers).Chunk(Layers / shards))
        {
            using var scope = NewDisposeScope();
            var file = shards == 1 ? "model.safetensors" : $"model-{layers[0]}.safetensors";
            var weights = layers.ToDictionary(i => $"{i}.weight", i => full([Side, Side], i + 1.0, stored));
            SafetensorsWriter.Save(_folder.At(file), weights);
            foreach (var name in weights.Keys)
                map[name] = file;
        }
        if (shards > 1)
        {
            File.WriteAllText(
                _folder.At("model.safetensors.index.json"),
                JsonSerializer.Serialize(new Dictionary<string, object> { ["weight_map"] = map }));
        }
    }

    private async Task<long> GrownAsync()
    {
        var start = new ProcessStartInfo(
            "dotnet", [typeof(LoadProgram).Assembly.Location, _folder.Path, $"{Layers}", $"{Side}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"The loading process ended with {process.ExitCode}: {await errors}");
        return long.Parse(output, CultureInfo.InvariantCulture);
    }
}
