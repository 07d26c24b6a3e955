using System.Text.Json;
using Mesh.Models.DepthAnything;
using static TorchSharp.torch;

namespace Mesh.Parity.Tests;

/// <summary>Depth Anything: relative and metric depth, and the published resize.</summary>
internal sealed class DepthAnythingKind : IGoldenKind
{
    private const string Input = "in.";
    private const string Pixels = ".pixel_values";

    public bool Accepts(Golden golden) =>
        golden.Has("w.neck.reassemble_stage.layers.0.projection.weight") && golden.Has("w.head.conv3.weight");

    public void Verify(Golden golden)
    {
        using var ungraded = no_grad();
        var config = Config(golden.Config);
        var model = new DepthAnythingModel(config);
        golden.Load(model);

        foreach (var name in golden.Names.Where(name => name.EndsWith(Pixels, StringComparison.Ordinal)))
        {
            var key = name[Input.Length..^Pixels.Length];
            var depth = model.call(golden[name]);
            Close.Assert($"out.{key}", depth, golden[$"out.{key}"]);
            if (golden.Has($"out.{key}.post"))
                VerifyResize(golden, key, depth);
        }

        if (golden.Has("out.metric"))
            VerifyMetric(golden, config);
    }

    private static void VerifyResize(Golden golden, string key, Tensor depth)
    {
        var size = golden.Config.GetProperty("post_hw").EnumerateArray().Select(x => x.GetInt64()).ToArray();
        Close.Assert(
            $"out.{key}.post", DepthAnythingModel.Resize(depth, size[0], size[1]), golden[$"out.{key}.post"]);
    }

    private static void VerifyMetric(Golden golden, DepthAnythingConfig config)
    {
        var metres = golden.Config.GetProperty("metric_max_depth").GetDouble();
        var model = new DepthAnythingModel(config with { MaxDepth = metres });
        golden.Load(model);
        Close.Assert("out.metric", model.call(golden["in.nonsq.pixel_values"]), golden["out.metric"]);
    }

    private static DepthAnythingConfig Config(JsonElement cfg)
    {
        var backbone = cfg.GetProperty("backbone_config");
        return new()
        {
            Backbone = VitGoldenConfig.Of(backbone),
            Blocks = Integers(backbone, "out_indices"),
            Factors = [.. cfg.GetProperty("reassemble_factors").EnumerateArray().Select(x => x.GetDouble())],
            NeckChannels = Integers(cfg, "neck_hidden_sizes"),
            FusionChannels = cfg.GetProperty("fusion_hidden_size").GetInt32(),
            HeadChannels = cfg.GetProperty("head_hidden_size").GetInt32(),
            MaxDepth = cfg.GetProperty("depth_estimation_type").GetString() == "metric"
                ? cfg.GetProperty("max_depth").GetDouble()
                : null,
        };
    }

    private static int[] Integers(JsonElement cfg, string name) =>
        [.. cfg.GetProperty(name).EnumerateArray().Select(x => x.GetInt32())];
}
