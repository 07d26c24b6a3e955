using Mesh.Editing.Windows;
using Mesh.TestKit;
using static TorchSharp.torch;

namespace Mesh.Editing.Tests;

public sealed class WindowNoiseTests
{
    [Fact]
    public void Windows_share_the_noise_of_the_latent_frames_they_share()
    {
        using var scope = NewDisposeScope();
        var first = WindowNoise.Draw(5, firstLatent: 0, [1, 4, 3, 2, 2]);
        var second = WindowNoise.Draw(5, firstLatent: 2, [1, 4, 3, 2, 2]);

        Assert.True(first.select(2, 2).equal(second.select(2, 0)).all().item<bool>());
        Assert.False(first.select(2, 0).equal(second.select(2, 0)).all().item<bool>());
    }

    [Fact]
    public void A_further_draw_is_other_noise_of_the_same_strength()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var model = ModelFolder.Load(TinyNano.Write(folder.At("tiny")));

        var first = WindowNoise.Of(model, new(0, 5), 1, [1, 16, 4, 16, 16]);
        var offset = Assert.Single(WindowNoise.Offsets(model, new(0, 5), 1, [1, 16, 4, 16, 16]));

        Assert.InRange((first + offset).std().item<float>(), 0.97f, 1.03f);
        Assert.InRange(((first + offset) * first).mean().item<float>(), -0.03f, 0.03f);
    }

    [Fact]
    public void Another_seed_is_other_noise_of_the_same_strength()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (WindowNoise.Draw(1, 0, [1, 16, 4, 16, 16]), WindowNoise.Draw(2, 0, [1, 16, 4, 16, 16]));

        Assert.InRange(a.std().item<float>(), 0.97f, 1.03f);
        Assert.InRange((a * b).mean().item<float>(), -0.03f, 0.03f);
    }
}
