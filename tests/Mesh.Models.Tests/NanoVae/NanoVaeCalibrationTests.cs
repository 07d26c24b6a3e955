using Mesh.Models.NanoVae;
using Mesh.Tensors;
using static TorchSharp.torch;

namespace Mesh.Models.Tests.NanoVae;

public sealed class NanoVaeCalibrationTests
{
    [Fact]
    public void Calibrated_latents_have_a_deviation_of_one_and_decode_as_before()
    {
        using var scope = NewDisposeScope();
        using var ungraded = no_grad();
        var model = TinyNanoVae.Model();
        var clips = TinyNanoVae.Clips(4, 5, 16, 16);
        var decoded = model.Decode(model.Encode(clips));

        var scale = NanoVaeCalibration.Calibrate(model, clips.split(2));
        var latent = model.Encode(clips);

        Assert.Equal(1, latent.std(unbiased: false).item<float>(), 1e-4);
        Assert.Equal(scale, model.LatentScale, 1e-6);
        Assert.True(model.Decode(latent).allclose(decoded, atol: 1e-5));
        Assert.Equal(scale, StateDict.Of(model)["latent_scale"].item<float>(), 1e-6);
    }

    [Fact]
    public void No_clip_means_no_scale() =>
        Assert.Throws<ArgumentException>(() => NanoVaeCalibration.Calibrate(TinyNanoVae.Model(), []));
}
