using Mesh.Models.Vit;
using static TorchSharp.torch;

namespace Mesh.Parity.Tests;

/// <summary>DINO and DINOv2: every block, with both rules for positions, at every recorded size.</summary>
internal sealed class VitKind : IGoldenKind
{
    private const string Input = "in.";
    private const string Pixels = ".pixel_values";

    public bool Accepts(Golden golden) => golden.Has("w.embeddings.cls_token")
        && golden.Has("w.embeddings.patch_embeddings.projection.weight") && golden.Has("w.layernorm.weight");

    public void Verify(Golden golden)
    {
        using var ungraded = no_grad();
        var (ours, authors) = (Build(golden, PositionRule.Resized), Build(golden, PositionRule.Offset));

        var cases = golden.Names.Where(name => name.EndsWith(Pixels, StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(cases);
        foreach (var name in cases)
        {
            using var scope = NewDisposeScope();
            var key = name[Input.Length..^Pixels.Length];
            VerifyBlocks(golden, key, ours, golden[name]);
            Verify(golden, key, "", ours.call(golden[name]));
            Verify(golden, key, "fb_", authors.call(golden[name]));
        }
    }

    private static VitModel Build(Golden golden, PositionRule positions)
    {
        var config = VitGoldenConfig.Of(golden.Config, positions);
        VitModel model = golden.Has("w.encoder.layer.0.layer_scale1.lambda1")
            ? new Dinov2Model(config)
            : new DinoModel(config);
        golden.Load(model);
        return model;
    }

    private static void VerifyBlocks(Golden golden, string key, VitModel model, Tensor pixels)
    {
        Close.Assert($"act.{key}.embeddings", model.Embedded(pixels), golden[$"act.{key}.embeddings"]);
        foreach (var (i, output) in model.BlockOutputs(pixels).Index())
            Close.Assert($"act.{key}.layer{i}", output, golden[$"act.{key}.layer{i}"]);
    }

    private static void Verify(Golden golden, string key, string rule, Tensor hidden)
    {
        AssertIfRecorded(golden, $"out.{key}.{rule}cls", hidden.select(1, 0));
        AssertIfRecorded(golden, $"out.{key}.{rule}patch", hidden.narrow(1, 1, hidden.shape[1] - 1));
        AssertIfRecorded(golden, $"out.{key}.{rule}last_hidden_state", hidden);
    }

    private static void AssertIfRecorded(Golden golden, string name, Tensor actual)
    {
        if (golden.Has(name))
            Close.Assert(name, actual, golden[name]);
    }
}
