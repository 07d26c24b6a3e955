using static TorchSharp.torch;

namespace Mesh.Parity.Tests;

/// <summary>The text-to-video transformer.</summary>
internal sealed class HunyuanTextToVideoKind : IGoldenKind
{
    public bool Accepts(Golden golden) => golden.Has(MmDitGolden.AnyWeight) && golden.Has("in.latent")
        && golden.Has("in.text_states_2") && golden.Has("out");

    public void Verify(Golden golden)
    {
        using var ungraded = no_grad();
        var model = MmDitGolden.Network(golden);
        var noisy = golden["in.latent"];
        MmDitGolden.VerifyRope(golden, model.Config, noisy);

        var output = model.call(MmDitGolden.Input(golden, noisy, null, golden["in.timestep"], model.Config));

        Close.Assert("out", output, golden["out"]);
    }
}
