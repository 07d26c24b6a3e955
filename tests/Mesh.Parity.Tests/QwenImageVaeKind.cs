using Mesh.Models.Names;
using Mesh.Models.WanVae;
using Mesh.Tensors;
using static TorchSharp.torch;

namespace Mesh.Parity.Tests;

/// <summary>Qwen-Image's autoencoder: Wan's, in the layout of diffusers.</summary>
internal sealed class QwenImageVaeKind : IGoldenKind
{
    private const string Input = "in.";
    private const string Video = ".x";

    public bool Accepts(Golden golden) =>
        golden.Has("w.quant_conv.weight") && golden.Has("w.encoder.down_blocks.0.norm1.gamma");

    public void Verify(Golden golden)
    {
        using var ungraded = no_grad();
        var cfg = golden.Config;
        var config = WanGoldenConfig.Vae(cfg, Numbers(cfg, "latents_mean"), Numbers(cfg, "latents_std")) with
        {
            BaseChannels = cfg.GetProperty("base_dim").GetInt32(),
        };
        var model = new WanVaeModel(config);
        var map = WanVaeNames.Map(config);
        foreach (var (name, weight) in StateDict.Of(model))
            weight.copy_(map.Join(name, part => golden["w." + part]));

        foreach (var name in golden.Names.Where(name =>
            name.StartsWith(Input, StringComparison.Ordinal) && name.EndsWith(Video, StringComparison.Ordinal)))
        {
            using var scope = NewDisposeScope();
            var key = name[Input.Length..^Video.Length];
            Close.Assert($"out.{key}.normalised", model.Encode(golden[name]), golden[$"out.{key}.normalised"]);
            VerifyDecoder(golden, key, model);
        }
    }

    private static void VerifyDecoder(Golden golden, string key, WanVaeModel model)
    {
        if (!golden.Has($"act.{key}.dec_raw"))
            return;
        var latent = golden.Has($"in.{key}.z") ? golden[$"in.{key}.z"] : golden[$"out.{key}.normalised"];
        var video = model.Decode(latent);
        Close.Assert($"act.{key}.dec_raw", video, golden[$"act.{key}.dec_raw"]);
        Close.Assert($"out.{key}.y", video.clamp(-1, 1), golden[$"out.{key}.y"]);
    }

    private static double[] Numbers(System.Text.Json.JsonElement cfg, string name) =>
        [.. cfg.GetProperty(name).EnumerateArray().Select(x => x.GetDouble())];
}
