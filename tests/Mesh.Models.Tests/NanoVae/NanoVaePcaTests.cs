using Mesh.Models.NanoVae;
using static TorchSharp.torch;

namespace Mesh.Models.Tests.NanoVae;

public sealed class NanoVaePcaTests
{
    [Fact]
    public void All_components_rebuild_frame_1_exactly()
    {
        using var scope = NewDisposeScope();
        using var ungraded = no_grad();
        var model = Fitted(48);
        var clips = TinyNanoVae.Clips(6, 5, 32, 32);

        var error = (model.Decode(model.Encode(clips)) - clips).narrow(2, 0, 1).abs().max().item<float>();

        Assert.InRange(error, 0, 1e-3);
    }

    [Fact]
    public void More_channels_leave_less_error()
    {
        using var scope = NewDisposeScope();
        using var ungraded = no_grad();
        var clips = TinyNanoVae.Clips(6, 5, 32, 32);

        var errors = Enumerable.Range(1, 4)
            .Select(power => Fitted(1 << power))
            .Select(model => (model.Decode(model.Encode(clips)) - clips).square().mean().item<float>())
            .ToArray();

        Assert.Equal(errors.OrderDescending(), errors);
        Assert.InRange(errors[^1] / clips.var().item<float>(), 0, 0.06);
    }

    [Fact]
    public void Latents_are_about_one()
    {
        using var scope = NewDisposeScope();
        using var ungraded = no_grad();
        var latent = Fitted(16).Encode(TinyNanoVae.Clips(6, 5, 32, 32));

        Assert.InRange(latent.std().item<float>(), 0.5, 3);
        Assert.InRange(latent.mean().abs().item<float>(), 0, 0.05);
    }

    [Fact]
    public void One_frame_is_too_little()
    {
        using var scope = NewDisposeScope();

        Assert.Throws<ArgumentException>(
            () => NanoVaePca.Initialise(TinyNanoVae.Model(), TinyNanoVae.Clips(2, 1, 8, 8)));
    }

    private static NanoVaeModel Fitted(int channels)
    {
        var model = new NanoVaeModel(TinyNanoVae.Config with { LatentChannels = channels });
        NanoVaePca.Initialise(model, TinyNanoVae.Clips(6, 5, 32, 32));
        return model;
    }
}
