using Mesh.Models.WanVae;
using static TorchSharp.torch;

namespace Mesh.Parity.Tests;

/// <summary>Wan's video autoencoder: every recorded video through encoder and decoder, chunk by chunk.</summary>
internal sealed class WanVaeKind : IGoldenKind
{
    private const string Input = ".x";

    public bool Accepts(Golden golden) => golden.Has("w.encoder.downsamples.0.residual.0.gamma")
        && golden.Has("w.decoder.upsamples.0.residual.0.gamma") && golden.Has("scale.mean");

    public void Verify(Golden golden)
    {
        using var ungraded = no_grad();
        var model = new WanVaeModel(WanGoldenConfig.Vae(
            golden.Config, Values(golden["scale.mean"]), Values(1 / golden["scale.inv_std"])));
        golden.Load(model);

        var cases = golden.Names.Where(name => name.EndsWith(Input, StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(cases);
        foreach (var name in cases)
        {
            using var scope = NewDisposeScope();
            var key = name[..^Input.Length];
            Close.Assert($"{key}.z", model.Encode(golden[name]), golden[$"{key}.z"]);
            Close.Assert($"{key}.y", model.Decode(golden[$"{key}.z"]), golden[$"{key}.y"]);
        }
    }

    private static double[] Values(Tensor x) => x.to(ScalarType.Float64).data<double>().ToArray();
}
