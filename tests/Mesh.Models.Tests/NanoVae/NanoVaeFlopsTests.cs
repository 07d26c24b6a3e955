using Mesh.Models.NanoVae;

namespace Mesh.Models.Tests.NanoVae;

public sealed class NanoVaeFlopsTests
{
    [Fact]
    public void One_block_of_one_channel_is_counted_by_hand()
    {
        var config = new NanoVaeConfig
        {
            LatentChannels = 1,
            HalfChannels = 1,
            QuarterChannels = 1,
            NumEncoderHalfBlocks = 1,
            NumQuarterBlocks = 0,
        };

        // 4x4x5: 4 half cells and 1 quarter cell a frame, 2 latent frames. Shortcut 48 + 192, first convolution
        // 9 * 12 * 4 * 5, block 2 * 9 * 4 * 5 + 4 * 4, merge 4 + 16, projection 2.
        Assert.Equal(2 * (240 + 2160 + 376 + 20 + 2), NanoVaeFlops.Encode(config, 5, 4, 4));
    }

    [Fact]
    public void The_decoder_of_the_preset_costs_more_by_one_block_at_half_resolution()
    {
        var (encode, decode) = (NanoVaeFlops.Encode(NanoVaeConfig.Nano, 5, 32, 32),
            NanoVaeFlops.Decode(NanoVaeConfig.Nano, 5, 32, 32));

        Assert.Equal(2.0 * 32 * 32 * 256 * (18 * 5 + 4), decode - encode);
    }
}
