using Mesh.Models.NanoVae;
using Mesh.Tensors;
using Mesh.TestKit;
using static TorchSharp.torch;

namespace Mesh.Models.Tests.NanoVae;

public sealed class NanoVaeModelTests
{
    [Theory]
    [InlineData(1, 1, 8, 8)]
    [InlineData(2, 5, 32, 32)]
    [InlineData(1, 9, 20, 36)]
    [InlineData(3, 13, 4, 12)]
    public void Any_size_comes_back_with_its_shape(long batch, long frames, long height, long width)
    {
        using var scope = NewDisposeScope();
        var model = TinyNanoVae.Model();

        var latent = model.Encode(TinyNanoVae.Clips(batch, frames, height, width));

        Assert.Equal([batch, 6, (frames - 1) / 4 + 1, height / 4, width / 4], latent.shape);
        Assert.Equal([batch, 3, frames, height, width], model.Decode(latent).shape);
    }

    [Theory]
    [InlineData(4, 8, 8)]
    [InlineData(5, 10, 8)]
    [InlineData(5, 8, 6)]
    public void Sizes_off_the_grid_are_refused(long frames, long height, long width)
    {
        using var scope = NewDisposeScope();

        var error = Assert.Throws<ShapeException>(
            () => TinyNanoVae.Model().Encode(zeros([1, 3, frames, height, width])));

        Assert.Contains($"[1, 3, {frames}, {height}, {width}]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_later_frame_does_not_change_earlier_latents_or_frames()
    {
        using var scope = NewDisposeScope();
        using var ungraded = no_grad();
        var model = TinyNanoVae.Model();
        var clip = TinyNanoVae.Clips(1, 9, 16, 16);
        var changed = clip.clone();
        changed.narrow(2, 5, 4).mul_(-1);

        var (before, after) = (model.Encode(clip), model.Encode(changed));

        Assert.True(before.narrow(2, 0, 2).allclose(after.narrow(2, 0, 2), atol: 1e-6));
        Assert.False(before.narrow(2, 2, 1).allclose(after.narrow(2, 2, 1), atol: 1e-2));
        Assert.True(model.Decode(before).narrow(2, 0, 5).allclose(model.Decode(after).narrow(2, 0, 5), atol: 1e-6));
    }

    [Fact]
    public void The_network_adds_nothing_before_training()
    {
        using var scope = NewDisposeScope();
        using var ungraded = no_grad();
        var model = new NanoVaeModel(TinyNanoVae.Config);
        var clips = TinyNanoVae.Clips(2, 5, 16, 16);
        var before = model.Encode(clips);

        foreach (var (name, weight) in model.named_parameters())
            if (name.Contains("blocks", StringComparison.Ordinal) && !name.Contains("conv2", StringComparison.Ordinal))
                weight.normal_();

        Assert.True(before.allclose(model.Encode(clips), atol: 1e-6));
    }

    [Fact]
    public void Bfloat16_computes_what_float32_does()
    {
        using var scope = NewDisposeScope();
        using var ungraded = no_grad();
        var clips = TinyNanoVae.Clips(2, 5, 16, 16);
        var (wide, narrow) = (TinyNanoVae.Model(), TinyNanoVae.Model(ScalarType.BFloat16));

        var (a, b) = (wide.Encode(clips), narrow.Encode(clips));

        Assert.Equal(ScalarType.Float32, b.dtype);
        Assert.InRange((a - b).norm().item<float>() / a.norm().item<float>(), 1e-6, 0.02);
        Assert.True(wide.Decode(a).allclose(narrow.Decode(a), atol: 0.1));
    }

    [Fact]
    public void Every_weight_gets_a_gradient()
    {
        using var scope = NewDisposeScope();
        var model = TinyNanoVae.Model(ScalarType.BFloat16);
        var clips = TinyNanoVae.Clips(2, 9, 16, 16);

        (model.Decode(model.Encode(clips)) - clips).square().mean().backward();

        Assert.All(model.named_parameters(), pair =>
        {
            Assert.Equal(pair.parameter.shape, pair.parameter.grad!.shape);
            Assert.InRange(pair.parameter.grad!.abs().max().item<float>(), 1e-12f, 1e6f);
        });
    }

    [Fact]
    public void State_dict_matches_the_approved_list() => Approved.Verify(
        StateDict.Of(new NanoVaeModel(NanoVaeConfig.Nano))
            .Select(p => $"{p.Key} [{string.Join(", ", p.Value.shape)}]"));
}
