using Mesh.Models.MmDit;

namespace Mesh.Models.Tests.MmDit;

public sealed class MmDitConfigTests
{
    [Fact]
    public void Rope_channels_must_fill_a_head()
    {
        var config = TinyMmDit.Config with { RopeChannels = [4, 4, 2] };

        var error = Assert.Throws<ArgumentException>(config.Validate);

        Assert.Contains("RopeChannels sum to 10, but HeadDim is 12", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hidden_size_must_split_into_heads() =>
        Assert.Throws<ArgumentException>(() => (TinyMmDit.Config with { NumHeads = 5 }).Validate());

    [Fact]
    public void Presets_are_valid()
    {
        MmDitConfig.Hunyuan13B.Validate();
        MmDitConfig.Nano.Validate();
    }

    [Fact]
    public void Flops_of_the_full_size_are_the_published_ones()
    {
        // 480x768x77 in context: 28,800 tokens a stream and 256 of text; 3,254 TFLOP published for the blocks. The last
        // block computes the edited tokens alone, which is 1/60 of half of the attention less.
        var flops = MmDitFlops.Forward(MmDitConfig.Hunyuan13B, tokens: 28_800, textTokens: 256, hasSource: true);

        Assert.InRange(flops, 3_210e12, 3_260e12);
    }
}
