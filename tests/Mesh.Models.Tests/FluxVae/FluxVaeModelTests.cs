using Mesh.Models.FluxVae;
using Mesh.Nn;
using Mesh.Tensors;
using static TorchSharp.torch;

namespace Mesh.Models.Tests.FluxVae;

public sealed class FluxVaeModelTests
{
    private static readonly FluxVaeConfig Tiny = new()
    {
        LatentChannels = 4,
        BlockChannels = [4, 8, 8],
        NumLayers = 1,
        NumNormGroups = 2,
        Shift = 0.25,
        Scale = 2,
    };

    [Fact]
    public void It_has_the_published_names_and_number_of_weights()
    {
        using var model = new FluxVaeModel(FluxVaeConfig.Flux1, Layers.On(device("meta")));

        var state = StateDict.Of(model);
        Assert.Equal((83_819_683, 244), (state.Values.Sum(tensor => tensor.numel()), state.Count));
        Assert.Equal([256, 128, 1, 1], state["encoder.down_blocks.1.resnets.0.conv_shortcut.weight"].shape);
        Assert.Equal([512, 512, 3, 3], state["encoder.down_blocks.2.downsamplers.0.conv.weight"].shape);
        Assert.Equal([512, 512], state["decoder.mid_block.attentions.0.to_out.0.weight"].shape);
        Assert.Equal([256, 512, 1, 1], state["decoder.up_blocks.2.resnets.0.conv_shortcut.weight"].shape);
        Assert.Equal([32, 512, 3, 3], state["encoder.conv_out.weight"].shape);
        Assert.DoesNotContain("encoder.down_blocks.3.downsamplers.0.conv.weight", state.Keys);
    }

    [Fact]
    public void A_latent_is_shifted_and_scaled_and_back()
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        manual_seed(3);
        var (plain, scaled) = (new FluxVaeModel(Tiny with { Shift = 0, Scale = 1 }), new FluxVaeModel(Tiny));
        foreach (var (name, weight) in StateDict.Of(scaled))
            weight.copy_(StateDict.Of(plain)[name]);
        var picture = rand(1, 3, 16, 24);

        var latent = plain.Encode(picture);
        Assert.Equal([1, 4, 4, 6], latent.shape);
        Assert.True(scaled.Encode(picture).allclose((latent - 0.25) * 2, atol: 1e-5));
        Assert.True(scaled.Decode((latent - 0.25) * 2).allclose(plain.Decode(latent), atol: 1e-4));
        Assert.Equal(picture.shape, plain.Decode(latent).shape);
    }
}
