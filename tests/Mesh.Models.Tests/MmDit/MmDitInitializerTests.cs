using Mesh.Models.MmDit;
using Mesh.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Models.Tests.MmDit;

public sealed class MmDitInitializerTests
{
    [Fact]
    public void A_fresh_network_predicts_zero()
    {
        using var scope = NewDisposeScope();
        using var ungraded = no_grad();
        var model = TinyMmDit.Model();

        MmDitInitializer.Initialize(model);

        Assert.Equal(0, model.call(TinyMmDit.Input()).abs().max().ToSingle());
    }

    [Fact]
    public void Gates_alone_get_the_gate_bias()
    {
        using var scope = NewDisposeScope();
        var model = TinyMmDit.Model();

        MmDitInitializer.Initialize(model, gateBias: 0.5);
        var weights = StateDict.Of(model);

        Assert.Equal([0, 0, 0.5f, 0, 0, 0.5f], Parts("double_blocks.0.img_mod.linear.bias", 6));
        Assert.Equal([0, 0, 0.5f], Parts("single_blocks.1.modulation.linear.bias", 3));
        Assert.Equal([0.5f, 0.5f], Parts("txt_in.individual_token_refiner.blocks.0.adaLN_modulation.1.bias", 2));
        Assert.Equal([0, 0], Parts("final_layer.adaLN_modulation.1.bias", 2));

        float[] Parts(string name, int parts) => [.. weights[name].chunk(parts).Select(part => part.mean().ToSingle())];
    }
}
