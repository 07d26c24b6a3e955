using System.Text.Json;
using Mesh.Models.Umt5;
using static TorchSharp.torch;

namespace Mesh.Parity.Tests;

/// <summary>The UMT5 encoder as Wan publishes it; rows of padding are not compared.</summary>
internal sealed class Umt5Kind : IGoldenKind
{
    public bool Accepts(Golden golden) =>
        golden.Has("w.token_embedding.weight") && golden.Has("w.blocks.0.ffn.gate.0.weight") && golden.Has("in.ids");

    public void Verify(Golden golden)
    {
        using var ungraded = no_grad();
        var model = new Umt5Model(Config(golden.Config));
        golden.Load(model);
        Close.Assert("out", model.call(golden["in.ids"], golden["in.mask"]), golden["out"], golden["in.mask"]);
    }

    public static Umt5Config Config(JsonElement cfg) => new()
    {
        VocabularySize = cfg.GetProperty("vocab").GetInt32(),
        HiddenSize = cfg.GetProperty("dim").GetInt32(),
        AttentionSize = cfg.GetProperty("dim_attn").GetInt32(),
        FfnSize = cfg.GetProperty("dim_ffn").GetInt32(),
        NumHeads = cfg.GetProperty("num_heads").GetInt32(),
        NumLayers = cfg.GetProperty("num_layers").GetInt32(),
        NumBuckets = cfg.GetProperty("num_buckets").GetInt32(),
        SharedPositions = cfg.TryGetProperty("shared_pos", out var shared) && shared.GetBoolean(),
    };
}
