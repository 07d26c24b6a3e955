using Mesh.Models.CausalVae3d;
using static TorchSharp.torch;

namespace Mesh.Models.Tests.CausalVae3d;

public sealed class TiledPassTests
{
    [Theory]
    [InlineData(3, 4, 4)]
    [InlineData(4, 5, 3)]
    [InlineData(8, 5, 7)]
    [InlineData(7, 4, 7)]
    [InlineData(13, 13, 1)]
    public void Tiles_of_a_network_without_context_blend_to_its_result(long frames, long height, long width)
    {
        using var scope = NewDisposeScope();
        using var generator = SeededWeights.Seed(19);
        var latent = randn([1, 2, frames, height, width], generator: generator);

        var tiled = TinyCausalVae.Config.DecodeTiles(Repeated).Over(latent);

        Assert.True(tiled.allclose(Repeated(latent), atol: 1e-5));
    }

    [Fact]
    public void Tiles_that_disagree_are_faded_into_one_another()
    {
        using var scope = NewDisposeScope();
        var calls = 0;
        var config = TinyCausalVae.Config;
        var pass = config.EncodeTiles(x => full([1, 1, 1, x.shape[3] / 8, x.shape[4] / 8], (float)calls++));

        var result = pass.Over(zeros([1, 3, 1, 8, 56]));

        // Tiles of 4, 4 and 1 cells start at 0, 3 and 6; a cross-fade of one cell is all of the earlier tile.
        Assert.Equal([0, 0, 0, 0, 1, 1, 1], result.flatten().data<float>().ToArray());
    }

    [Fact]
    public void Long_videos_are_cut_as_the_reference_cuts_them()
    {
        var published = CausalVae3dConfig.HunyuanVae;
        var (encode, decode) = (published.EncodeTiles(x => x), published.DecodeTiles(x => x));

        Assert.Equal([(0, 65), (48, 29)], encode.Time.Tiles(77));
        Assert.Equal([(0, 17), (12, 8)], decode.Time.Tiles(20));
        Assert.Equal([(0, 256), (192, 256), (384, 96)], encode.Space.Tiles(480));
        Assert.Equal((8, 24, 4, 12), (encode.Space.Blend, encode.Space.Keep, encode.Time.Blend, encode.Time.Keep));
        Assert.Equal((64, 192, 16, 48), (decode.Space.Blend, decode.Space.Keep, decode.Time.Blend, decode.Time.Keep));
    }

    // Every latent cell becomes its pixels and frames; the first frame is one frame alone.
    private static Tensor Repeated(Tensor latent)
    {
        var wide = latent.repeat_interleave(8, 3).repeat_interleave(8, 4);
        return cat([wide.narrow(2, 0, 1), wide.narrow(2, 1, wide.shape[2] - 1).repeat_interleave(4, 2)], 2);
    }
}
