using System.Globalization;
using Mesh.Models.Wan;
using static TorchSharp.torch;

namespace Mesh.Parity.Tests;

/// <summary>The Wan transformer with VACE's branch, at every recorded scale of the hints.</summary>
internal sealed class WanVaceKind : IGoldenKind
{
    private const string Output = "out";
    private const string Scaled = "out.scale";

    public bool Accepts(Golden golden) => golden.Has("w.patch_embedding.weight")
        && golden.Has("w.head.modulation") && golden.Has("in.t") && golden.Has(Output);

    public void Verify(Golden golden)
    {
        using var ungraded = no_grad();
        var model = new WanModel(WanGoldenConfig.Transformer(golden.Config));
        golden.Load(model);

        foreach (var name in golden.Names.Where(name => name.StartsWith(Output, StringComparison.Ordinal)))
        {
            var scale = name == Output ? 1 : double.Parse(name[Scaled.Length..], CultureInfo.InvariantCulture);
            var input = new WanInput(
                golden["in.x"].unsqueeze(0),
                golden["in.context"].unsqueeze(0),
                golden["in.t"],
                golden.Has("in.vace_context") ? golden["in.vace_context"].unsqueeze(0) : null,
                scale);
            Close.Assert(name, model.call(input)[0], golden[name]);
        }
    }
}
