using Mesh.Models.CausalVae3d;
using Mesh.Nn;
using Mesh.Tensors;
using Mesh.TestKit;
using static TorchSharp.torch;

namespace Mesh.Models.Tests.CausalVae3d;

public sealed class CausalVae3dModelTests
{
    [Fact]
    public void The_full_size_network_has_the_published_names_shapes_and_parameters()
    {
        using var scope = NewDisposeScope();
        var weights = StateDict.Of(new CausalVae3dModel(CausalVae3dConfig.HunyuanVae, Layers.On(META)));

        Assert.Equal(246_478_803, weights.Values.Sum(weight => weight.numel()));
        Assert.Equal(248, weights.Count);
        Approved.Verify(weights
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{pair.Key} [{string.Join(", ", pair.Value.shape)}]"));
    }

    [Fact]
    public void The_last_frame_changes_the_first_latent()
    {
        using var scope = NewDisposeScope();
        using var ungraded = no_grad();
        var model = TinyCausalVae.Model();
        var video = TinyCausalVae.Video(1, 3, 9, 16, 16);
        var changed = video.clone();
        changed.narrow(2, 8, 1).mul_(-1);

        var (before, after) = (model.Encode(video), model.Encode(changed));

        Assert.False(before.narrow(2, 0, 1).allclose(after.narrow(2, 0, 1), atol: 1e-5));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(5, 2)]
    [InlineData(6, 2)]
    [InlineData(17, 5)]
    [InlineData(25, 7)]
    [InlineData(29, 8)]
    [InlineData(37, 10)]
    public void Frames_come_back_as_four_per_latent_and_one(long frames, long latents)
    {
        using var scope = NewDisposeScope();
        using var ungraded = no_grad();
        var model = TinyCausalVae.Model();

        var latent = model.Encode(zeros([1, 3, frames, 8, 40]));

        Assert.Equal([1, 4, latents, 1, 5], latent.shape);
        Assert.Equal([1, 3, 4 * (latents - 1) + 1, 8, 40], model.Decode(latent).shape);
    }

    [Fact]
    public void A_video_within_a_tile_is_not_changed_by_tiling_and_a_larger_one_is()
    {
        using var scope = NewDisposeScope();
        using var ungraded = no_grad();
        var (tiled, whole) = (TinyCausalVae.Model(), TinyCausalVae.Model(tiled: false));
        var (small, large) = (TinyCausalVae.Video(1, 3, 5, 32, 32), TinyCausalVae.Video(1, 3, 5, 32, 40));

        Assert.Equal(0, (tiled.Encode(small) - whole.Encode(small)).abs().max().item<float>());
        Assert.False(tiled.Encode(large).allclose(whole.Encode(large), atol: 1e-4));
    }

    [Fact]
    public void A_latent_is_the_scaled_mean_of_its_moments()
    {
        using var scope = NewDisposeScope();
        using var ungraded = no_grad();
        var model = TinyCausalVae.Model();
        var video = TinyCausalVae.Video(2, 3, 5, 16, 16);

        var mean = model.Moments(video).narrow(1, 0, 4);

        Assert.True((mean * 0.476986).allclose(model.Encode(video), atol: 1e-6));
    }

    [Fact]
    public void Another_channel_count_is_refused()
    {
        using var scope = NewDisposeScope();

        var error = Assert.Throws<ShapeException>(() => TinyCausalVae.Model().Decode(zeros([1, 5, 2, 4, 4])));

        Assert.Equal("[B, 4, T, H, W]", error.Expected);
    }
}
