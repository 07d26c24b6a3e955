using Mesh.Editing.Memory;
using Mesh.TestKit;
using TorchSharp;

namespace Mesh.Editing.Tests;

public sealed class MemoryPlannerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Weights_are_counted_as_a_loaded_model_has_them()
    {
        var path = TinyIcve.Write(_folder.At("model"));
        var plan = MemoryPlanner.Plan(path, 36, 28, 9, 1L << 40, DeviceType.CPU);

        using var model = ModelFolder.Load(path, parts: ModelParts.Transformer);
        var loaded = model.Denoiser.Network.parameters().Sum(weight => weight.numel() * weight.element_size());

        var alone = MemoryPlanner.Plan(path, 36, 28, 9, plan.Peak - 1, DeviceType.CPU);
        while (alone.Memory.Budget is null)
            alone = MemoryPlanner.Plan(path, 36, 28, 9, alone.Peak - 1, DeviceType.CPU);
        Assert.Equal(loaded, alone.Stages.Single(stage => stage.Part == ModelParts.Transformer).Weights);
    }

    [Fact]
    public void Less_memory_frees_networks_first_and_then_blocks()
    {
        var path = Published("icve", """{"family":"icve"}""");

        long[] sizes = [80, 60, 38, 20, 4];
        var plans = sizes.Select(gigabytes =>
            MemoryPlanner.Plan(path, 768, 480, 77, gigabytes * 1_000_000_000L, DeviceType.CUDA)).ToArray();

        Assert.Equal([true, true, true, true, false], plans.Select(plan => plan.Fits));
        Assert.True(plans[0].Memory.BatchGuidance);
        Assert.Null(plans[1].Memory.Budget);
        Assert.False(plans[1].Memory.BatchGuidance);
        Assert.NotNull(plans[2].Memory.Budget);
        Assert.Null(plans[2].Memory.ResidentBlocks);
        Assert.InRange(plans[3].Memory.ResidentBlocks!.Value, 2, 32);
        Assert.All(plans, plan => Assert.True(plan.IsTiled));
        Assert.All(plans.Take(4), plan => Assert.InRange(plan.Peak, 1, plan.Limit));
    }

    [Fact]
    public void The_released_weights_take_what_they_are_known_to()
    {
        var plan = MemoryPlanner.Plan(
            Published("icve", """{"family":"icve"}"""), 768, 480, 77, 45_000_000_000, DeviceType.CUDA);

        var weights = plan.Stages.ToDictionary(stage => stage.Part, stage => stage.Weights);
        Assert.Equal(2 * 12_821_012_544, weights[ModelParts.Transformer]);
        Assert.Equal(2 * 246_478_803, weights[ModelParts.Vae]);
        Assert.Equal(2L * (7_068_958_720 + 123_060_480), weights[ModelParts.Text]);
    }

    [Fact]
    public async Task A_model_runs_as_planned()
    {
        var path = TinyIcve.Write(_folder.At("model"));
        var film = await TinyFilm.WriteAsync(_folder.At("in.mp4"), 5, width: 36, height: 28);
        var plan = MemoryPlanner.Plan(path, 36, 28, 5, long.MaxValue, DeviceType.CPU);
        while (plan.Memory.ResidentBlocks is null)
            plan = MemoryPlanner.Plan(path, 36, 28, 5, plan.Peak - 1, DeviceType.CPU);

        using var model = ModelFolder.Load(path, plan, torch.CPU);
        await new VideoEditor(model).EditAsync(new(film, "make it snow", _folder.At("out.mp4")));

        Assert.Equal(plan.Stages.Max(stage => stage.Weights), model.PeakBytes);
    }

    private string Published(string name, string settings)
    {
        var path = Directory.CreateDirectory(_folder.At(name)).FullName;
        File.WriteAllText(Path.Combine(path, "model.json"), settings);
        return path;
    }
}
