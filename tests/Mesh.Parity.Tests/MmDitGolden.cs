using Mesh.Models;
using Mesh.Models.MmDit;
using static TorchSharp.torch;

namespace Mesh.Parity.Tests;

/// <summary>The network and the conditions that all transformer goldens share.</summary>
internal static class MmDitGolden
{
    public const string AnyWeight = "w.img_in.proj.weight";

    /// <summary>The network of the recorded config with the recorded weights.</summary>
    public static MmDitModel Network(Golden golden)
    {
        var model = new MmDitModel(MmDitGoldenConfig.Of(golden));
        golden.Load(model);
        return model;
    }

    /// <param name="golden">Holds the text and, for some networks, the guidance.</param>
    /// <param name="noisy">Noisy latent.</param>
    /// <param name="source">Source latent or null.</param>
    /// <param name="timestep">0 to 1000, [B].</param>
    /// <param name="config">Says whether guidance is an input.</param>
    public static MmDitInput Input(
        Golden golden, Tensor noisy, Tensor? source, Tensor timestep, MmDitConfig config) => new(
        noisy,
        source,
        new TextCondition(golden["in.text_states"], golden["in.text_mask"], golden["in.text_states_2"]),
        timestep,
        config.GuidanceEmbed ? golden["in.guidance"] : null);

    /// <summary>The recorded rotary tables, where the file has them.</summary>
    public static void VerifyRope(Golden golden, MmDitConfig config, Tensor latent)
    {
        if (!golden.Has("rope.cos"))
            return;

        var grid = LatentGrid.Of(latent, config.PatchSize);
        using var rope = Nn.Rope.OfGrid(
            [grid.T, grid.H, grid.W], config.RopeChannels, config.RopeTheta, config.RopeScale, Golden.Device);
        var ones = tensor(new float[] { 1, 0 }, device: Golden.Device).repeat(config.HeadDim / 2);
        var turned = rope.Rotate(ones.expand(1, grid.Tokens, 1, config.HeadDim)).view(grid.Tokens, -1, 2);
        Close.Assert("rope.cos", turned.select(2, 0).repeat_interleave(2, 1), golden["rope.cos"]);
        Close.Assert("rope.sin", turned.select(2, 1).repeat_interleave(2, 1), golden["rope.sin"]);
    }
}
