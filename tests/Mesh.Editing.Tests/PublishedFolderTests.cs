using Mesh.Editing.Memory;
using Mesh.Editing.Verification;
using Mesh.TestKit;
using Mesh.Weights.Inspection;
using Mesh.Weights.Kinds;
using TorchSharp;

namespace Mesh.Editing.Tests;

/// <summary>HunyuanVideo's and ICVE's files as they are published, without a word from us beside them.</summary>
public sealed class PublishedFolderTests : IDisposable
{
    private const string Instruction = "make it snow";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_layout_is_recognised_and_every_size_is_read_off_the_files()
    {
        var path = TinyIcve.Write(_folder.At("model"), hasSettings: false);

        var description = ModelFolder.Describe(path);

        Assert.Equal("icve", description.Family);
        Assert.Equal((4, 16, 8), (
            description.Shapes.LatentChannels, description.Shapes.TextChannels, description.Shapes.PooledChannels));
        Assert.Equal(50, description.Defaults.Steps);
        Assert.Empty(ModelVerifier.Missing(path));
    }

    [Fact]
    public async Task It_edits_a_film_and_an_edit_in_stages_has_the_same_bytes()
    {
        var path = TinyIcve.Write(_folder.At("model"), hasSettings: false);
        var film = await TinyFilm.WriteAsync(_folder.At("in.mp4"), 5, width: 36, height: 28);
        var staged = new StagedEdit(_folder, path, Instruction);

        await EditAsync(path, film, "whole.mp4");
        staged.Encode();
        await staged.EncodeVideoAsync(film);
        await staged.DenoiseAsync(staged.Job with { Steps = 2 });
        await staged.DecodeAsync(film);

        Assert.Equal(Bytes("whole.mp4"), File.ReadAllBytes(staged.Output));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(2)]
    public async Task Networks_that_make_room_for_one_another_give_the_same_bytes(int? blocks)
    {
        var path = TinyIcve.Write(_folder.At("model"));
        var film = await TinyFilm.WriteAsync(_folder.At("in.mp4"), 12, width: 36, height: 28);
        var plan = Plan(path, 1L << 40);
        var budget = plan.Stages.Max(stage => Weights(path, stage.Part, blocks));
        await EditAsync(path, film, "whole.mp4");

        using var model = ModelFolder.Load(path, memory: new() { Budget = budget, ResidentBlocks = blocks });
        await new VideoEditor(model).EditAsync(new(film, Instruction, _folder.At("small.mp4")) { Seed = 5, Steps = 2 });

        Assert.Equal(Bytes("whole.mp4"), Bytes("small.mp4"));
        Assert.InRange(model.PeakBytes, 1, budget);
        Assert.InRange(model.PeakBytes, 1, plan.Stages[0].Weights - 1);
    }

    [Fact]
    public void A_budget_below_a_network_is_refused_with_both_sizes()
    {
        var path = TinyIcve.Write(_folder.At("model"));
        using var model = ModelFolder.Load(path, memory: new() { Budget = 1000 });

        var error = Assert.Throws<ModelException>(() => model.Denoiser);

        Assert.Contains("more than the 1,000", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_folder_passes_and_a_damaged_one_says_what_is_wrong()
    {
        var path = TinyIcve.Write(_folder.At("model"));
        Checksums.Write(path);
        Assert.All(ModelVerifier.Verify(path, runs: true), check => Assert.True(check.IsGood, $"{check}"));

        var vae = Path.Combine(path, TinyIcve.VaeFile);
        var bytes = File.ReadAllBytes(vae);
        bytes[^400] ^= 1;
        File.WriteAllBytes(vae, bytes);
        File.Delete(Path.Combine(path, "text_encoder_2/model.safetensors"));
        var problems = ModelVerifier.Verify(path, runs: false).Where(check => !check.IsGood).ToArray();

        Assert.Contains(problems, check => check.What == TinyIcve.VaeFile && check.Problem!.Contains("checksum"));
        Assert.Contains(problems, check => check.What == "CLIP");
    }

    [Fact]
    public void Files_of_every_format_tell_what_they_hold()
    {
        var path = TinyIcve.Write(_folder.At("model"));

        var transformer = WeightInspection.Of(Path.Combine(path, "diffusion_pytorch_model.safetensors.index.json"));
        var vae = WeightInspection.Of(Path.Combine(path, TinyIcve.VaeFile));
        var llama = WeightInspection.Of(Path.Combine(path, "text_encoder"));

        Assert.Equal(
            [WeightKind.HunyuanTransformer, WeightKind.HunyuanVae, WeightKind.Llama],
            new[] { transformer.Kind, vae.Kind, llama.Kind });
        Assert.NotEmpty(vae.Fits[0].Misshaped);
        Assert.DoesNotContain(vae.Fits[0].Unexpected, name => name.StartsWith("vae.", StringComparison.Ordinal));
    }

    private async Task EditAsync(string path, string film, string output)
    {
        using var model = ModelFolder.Load(path);
        await new VideoEditor(model).EditAsync(new(film, Instruction, _folder.At(output)) { Seed = 5, Steps = 2 });
    }

    private static MemoryPlan Plan(string path, long limit) =>
        MemoryPlanner.Plan(path, 36, 28, 12, limit, DeviceType.CPU);

    private static long Weights(string path, ModelParts part, int? blocks)
    {
        var files = new ModelFiles(path);
        return NetworkSize.OfPart(
            ModelFolder.FamilyOf(files, path).Networks(files), part,
            new(TorchSharp.torch.CPU, torch.ScalarType.Float32) { Memory = new() { ResidentBlocks = blocks } });
    }

    private byte[] Bytes(string name) => File.ReadAllBytes(_folder.At(name));
}
