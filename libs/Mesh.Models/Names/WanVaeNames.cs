using Mesh.Models.WanVae;

namespace Mesh.Models.Names;

/// <summary>Wan's autoencoder, which Qwen-Image's is too: it is published in diffusers' layout alone.</summary>
public static class WanVaeNames
{
    /// <param name="config">Tells the layers of the flat published lists apart.</param>
    public static NameMap Map(WanVaeConfig config)
    {
        var levels = config.ChannelFactors.Count;
        var rules = new List<NameRule> { new("conv1", "quant_conv"), new("conv2", "post_quant_conv") };
        foreach (var side in (string[])["encoder.", "decoder."])
            rules.AddRange(Ends(side));

        for (var i = 0; i < levels * (config.NumLayers + 1); i++)
            rules.AddRange(Layer($"encoder.downsamples.{i}.", $"encoder.down_blocks.{i}."));

        var length = config.NumLayers + 2;  // residual blocks of a level and its upsampler
        for (var level = 0; level < levels; level++)
        {
            var block = $"decoder.up_blocks.{level}.";
            for (var i = 0; i <= config.NumLayers; i++)
                rules.AddRange(Layer($"decoder.upsamples.{level * length + i}.", $"{block}resnets.{i}."));
            rules.AddRange(Layer($"decoder.upsamples.{level * length + length - 1}.", block + "upsamplers.0."));
        }
        return new NameMap(rules);
    }

    private static IEnumerable<NameRule> Ends(string side) =>
    [
        new(side + "conv1", side + "conv_in"),
        new(side + "head.0", side + "norm_out"),
        new(side + "head.2", side + "conv_out"),
        .. Layer(side + "middle.0.", side + "mid_block.resnets.0."),
        new(side + "middle.1.norm", side + "mid_block.attentions.0.norm"),
        new(side + "middle.1.to_qkv", side + "mid_block.attentions.0.to_qkv"),
        new(side + "middle.1.proj", side + "mid_block.attentions.0.proj"),
        .. Layer(side + "middle.2.", side + "mid_block.resnets.1."),
    ];

    private static IEnumerable<NameRule> Layer(string ours, string theirs) =>
    [
        new(ours + "residual.0", theirs + "norm1"),
        new(ours + "residual.2", theirs + "conv1"),
        new(ours + "residual.3", theirs + "norm2"),
        new(ours + "residual.6", theirs + "conv2"),
        new(ours + "shortcut", theirs + "conv_shortcut"),
        new(ours + "resample.1", theirs + "resample.1"),
        new(ours + "time_conv", theirs + "time_conv"),
    ];
}
