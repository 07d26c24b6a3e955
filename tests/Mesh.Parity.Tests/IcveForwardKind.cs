using static TorchSharp.torch;

namespace Mesh.Parity.Tests;

/// <summary>The editing transformer: output and every recorded activation.</summary>
internal sealed class IcveForwardKind : IGoldenKind
{
    public bool Accepts(Golden golden) => golden.Has(MmDitGolden.AnyWeight)
        && golden.Has("in.latent_org") && golden.Has("in.latent_edit") && golden.Has("in.timestep");

    public void Verify(Golden golden)
    {
        using var ungraded = no_grad();
        var model = MmDitGolden.Network(golden);
        var (source, noisy) = (golden["in.latent_org"], golden["in.latent_edit"]);
        MmDitGolden.VerifyRope(golden, model.Config, noisy);

        using var activations = new MmDitActivations(model);
        var output = model.call(MmDitGolden.Input(golden, noisy, source, golden["in.timestep"], model.Config));

        foreach (var name in golden.Names.Where(name => name.StartsWith("act.", StringComparison.Ordinal)))
        {
            var ofText = name == "act.txt_in" || name.EndsWith(".out2", StringComparison.Ordinal);
            Close.Assert(name, activations[name], golden[name], ofText ? golden["in.text_mask"] : null);
        }

        Close.Assert("out", output, golden["out"]);
    }
}
