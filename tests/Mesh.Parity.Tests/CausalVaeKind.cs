using Mesh.Models.CausalVae3d;
using static TorchSharp.torch;

namespace Mesh.Parity.Tests;

/// <summary>The causal 3D autoencoder: every recorded video through encoder and decoder, whole or in tiles.</summary>
internal sealed class CausalVaeKind : IGoldenKind
{
    private const string Input = ".x";

    public bool Accepts(Golden golden) => golden.Has("w.encoder.conv_in.conv.weight")
        && golden.Has("w.decoder.mid_block.resnets.0.conv1.conv.weight") && golden.Has("w.post_quant_conv.weight");

    public void Verify(Golden golden)
    {
        using var ungraded = no_grad();
        var config = CausalVaeGoldenConfig.Of(golden.Config);
        var (tiled, whole) = (new CausalVae3dModel(config), new CausalVae3dModel(config, tiled: false));
        golden.Load(tiled);
        golden.Load(whole);

        var cases = golden.Names.Where(name => name.EndsWith(Input, StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(cases);
        foreach (var name in cases)
        {
            using var scope = NewDisposeScope();
            var key = name[..^Input.Length];
            Verify(golden, key, key.StartsWith("untiled", StringComparison.Ordinal) ? whole : tiled);
        }
    }

    // Each stage starts from the recorded tensor, so that an error is found where it arises.
    private static void Verify(Golden golden, string key, CausalVae3dModel model)
    {
        var video = golden[key + Input];
        Close.Assert($"{key}.moments", model.Moments(video), golden[$"{key}.moments"]);
        Close.Assert($"{key}.z_scaled", model.Encode(video), golden[$"{key}.z_scaled"]);
        Close.Assert($"{key}.y", model.Decode(golden[$"{key}.z_scaled"]), golden[$"{key}.y"]);
    }
}
