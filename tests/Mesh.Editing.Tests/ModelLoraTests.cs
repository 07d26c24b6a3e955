using Mesh.Models.Names;
using Mesh.Nn.Lora;
using Mesh.Tensors;
using Mesh.TestKit;
using Mesh.Weights.Lora;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Editing.Tests;

/// <summary>Adapters for the denoisers of both families.</summary>
public sealed class ModelLoraTests : IDisposable
{
    private const string Layer = "vace_blocks.0.self_attn.q";

    private readonly TemporaryFolder _folder = new();
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(LoraLayout.Original)]
    [InlineData(LoraLayout.Diffusers)]
    [InlineData(LoraLayout.Peft)]
    public void An_update_is_added_to_the_weight_by_its_strength(LoraLayout layout)
    {
        using var model = ModelFolder.Load(TinyWan.Write(_folder.At("vace")), parts: ModelParts.Transformer);
        var (before, factors) = (WeightOf(model).clone(), Factors(24, 24));
        Write(layout, Layer, factors);

        new ModelLora(_folder.At("lora.safetensors"), Strength: 0.5).FoldInto(model);

        var expected = before + 0.5 * factors.Scale * factors.Up.matmul(factors.Down);
        Assert.True(WeightOf(model).allclose(expected, atol: 1e-6));
        Assert.False(WeightOf(model).allclose(before));
    }

    [Fact]
    public async Task An_edit_changes_with_an_adapter_and_is_the_same_at_strength_zero()
    {
        var film = await TinyFilm.WriteAsync(_folder.At("in.mp4"), 5, width: 36, height: 28);
        TinyIcve.Write(_folder.At("icve"));
        Write(LoraLayout.Original, "double_blocks.0.img_attn_qkv", Factors(24, 72));

        var plain = await EditAsync(film, strength: null);

        Assert.Equal(plain, await EditAsync(film, strength: 0));
        Assert.NotEqual(plain, await EditAsync(film, strength: 1));
    }

    [Theory]
    [InlineData("blocks.99.self_attn.q", 24, "no layer blocks.99.self_attn.q")]
    [InlineData("encoder.layer", 24, "no layer of this name")]
    [InlineData(Layer, 12, "is [24, 24], the update [24, 12]")]
    public void An_adapter_of_another_network_is_refused(string layer, int inputs, string problem)
    {
        using var model = ModelFolder.Load(TinyWan.Write(_folder.At("vace")), parts: ModelParts.Transformer);
        Write(LoraLayout.Original, layer, Factors(inputs, 24));

        var error = Assert.Throws<ModelException>(
            () => new ModelLora(_folder.At("lora.safetensors")).FoldInto(model));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    private static Tensor WeightOf(EditModel model) => StateDict.Of(model.Denoiser.Network)[$"{Layer}.weight"];

    private static LoraFactors Factors(int inputs, int outputs)
    {
        using var random = new Generator(9);
        return new(randn([2, inputs], generator: random), randn([outputs, 2], generator: random), Alpha: 4);
    }

    private void Write(LoraLayout layout, string layer, LoraFactors factors) => LoraWriter.Write(
        _folder.At("lora.safetensors"),
        new LoraWeights(new Dictionary<string, LoraFactors> { [layer] = factors }),
        layout,
        layer == Layer ? WanNames.Map : null);

    private async Task<byte[]> EditAsync(string film, double? strength)
    {
        using var model = ModelFolder.Load(_folder.At("icve"));
        if (strength is { } share)
            new ModelLora(_folder.At("lora.safetensors"), share).FoldInto(model);
        await new VideoEditor(model).EditAsync(new(film, "make it snow", _folder.At("out.mp4")));
        return await File.ReadAllBytesAsync(_folder.At("out.mp4"));
    }
}
