using System.Text.Json;
using Mesh.Editing.Families;
using Mesh.Models;
using Mesh.Models.CausalVae3d;
using Mesh.Models.MmDit;
using Mesh.Tensors;
using Mesh.TestKit;
using static TorchSharp.torch;

namespace Mesh.Editing.Tests;

/// <summary>The published family behind the same door, at tiny sizes.</summary>
public sealed class IcveFolderTests : IDisposable
{
    private static readonly IcveModelConfig Config = new()
    {
        Transformer = MmDitConfig.Hunyuan13B with
        {
            InChannels = 4,
            TextChannels = 8,
            PooledChannels = 6,
            HiddenSize = 16,
            NumHeads = 2,
            NumDoubleBlocks = 1,
            NumSingleBlocks = 1,
            RopeChannels = [2, 2, 4],
        },
        Vae = CausalVae3dConfig.HunyuanVae with
        {
            LatentChannels = 4,
            BlockChannels = [4, 4, 4, 4],
            NumLayers = 1,
            NumNormGroups = 2,
        },
        Defaults = IcveModelConfig.Released with { Steps = 2, Frames = 9, Overlap = 4 },
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Published_files_edit_a_film_at_its_own_size()
    {
        Write();
        using var model = ModelFolder.Load(_folder.Path, text: new FixedText());
        var film = await TinyFilm.WriteAsync(_folder.At("in.mp4"), 12, width: 36, height: 28);

        var report = await new VideoEditor(model).EditAsync(new(film, "make it snow", _folder.At("out.mp4")));

        Assert.True(report.Preservation.IsComplete, string.Join("; ", report.Preservation.Facts));
        Assert.Equal((12, 2), (report.Frames, report.Windows));
        Assert.Equal(new(28, 36, 32, 48), report.WorkingSize);
    }

    [Fact]
    public void The_released_settings_are_the_defaults()
    {
        var config = JsonSerializer.Deserialize<IcveModelConfig>("""{"family":"icve"}""", ModelJson.Options)!;

        Assert.Equal((50, 6, 7, 1), (
            config.Defaults.Steps, config.Defaults.Guidance, config.Defaults.Shift, config.Defaults.EmbeddedGuidance));
        Assert.Equal(MmDitConfig.Hunyuan13B, config.Transformer);
    }

    private void Write()
    {
        File.WriteAllText(_folder.At("config.json"), JsonSerializer.Serialize(Config, ModelJson.Options));
        using var transformer = new MmDitModel(Config.Transformer);
        using var vae = new CausalVae3dModel(Config.Vae);
        Directory.CreateDirectory(_folder.At("vae"));
        SafetensorsWriter.Save(_folder.At("vae/diffusion_pytorch_model.safetensors"), StateDict.Of(vae));
        SafetensorsWriter.Save(_folder.At("diffusion_pytorch_model.safetensors"), StateDict.Of(transformer));
    }

    private sealed class FixedText : ITextEncoder
    {
        public TextCondition Encode(IReadOnlyList<string> instructions) =>
            new(ones(1, 3, 8) * instructions[0].Length, ones(1, 3, ScalarType.Int64), ones(1, 6));
    }
}
