using Mesh.Models.CausalVae3d;

namespace Mesh.Models.Tests.CausalVae3d;

public sealed class CausalVae3dFlopsTests
{
    private static readonly CausalVae3dConfig Published = CausalVae3dConfig.HunyuanVae;

    [Fact]
    public void Untiled_encoding_costs_what_is_published() =>
        // 259 TFLOP of convolutions and half of 27 of attention at 77x480x768.
        Assert.InRange(CausalVae3dFlops.Encode(Published, 77, 480, 768, tiled: false), 268e12, 278e12);

    [Fact]
    public void Tiles_cost_their_overlap()
    {
        // Published with the mask computed in full: 500 and 931 TFLOP.
        Assert.InRange(CausalVae3dFlops.Encode(Published, 77, 480, 768), 480e12, 510e12);
        Assert.InRange(CausalVae3dFlops.Decode(Published, 77, 480, 768), 900e12, 940e12);
    }

    [Fact]
    public void Cost_is_linear_in_area_but_for_attention()
    {
        var config = Published with { MidAttention = false };

        var (one, four) = (CausalVae3dFlops.Decode(config, 5, 64, 64), CausalVae3dFlops.Decode(config, 5, 128, 128));

        Assert.Equal(4, four / one, 1e-9);
    }
}
