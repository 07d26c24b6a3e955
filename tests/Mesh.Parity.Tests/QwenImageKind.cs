using Mesh.Diffusion;
using Mesh.Models.JointDit;
using Mesh.Models.QwenImage;
using static TorchSharp.torch;

namespace Mesh.Parity.Tests;

/// <summary>Qwen-Image-Edit: the transformer with references, guidance that keeps lengths, sampling, sizes.</summary>
internal sealed class QwenImageKind : IGoldenKind
{
    private static readonly Dictionary<string, string> Watched = new()
    {
        ["img_in"] = "img_in",
        ["txt_in"] = "txt_in",
    };

    public bool Accepts(Golden golden) =>
        golden.Has("w.txt_norm.weight") && golden.Has("w.transformer_blocks.0.img_mod.1.weight");

    public void Verify(Golden golden)
    {
        using var ungraded = no_grad();
        var config = QwenImageGoldenConfig.Of(golden.Config);
        var model = Build(golden, config);
        foreach (var name in golden.Config.GetProperty("cases").EnumerateObject().Select(entry => entry.Name))
            Verify(golden, model, name, QwenImageGoldenConfig.Input(golden, name, name));

        var negative = QwenImageGoldenConfig.Input(golden, "one", "neg");
        Verify(golden, model, "neg", negative);
        VerifyVariant(golden, "one_corner", config with { CentredPositions = false });
        VerifyVariant(golden, "zero_cond", config with { CleanReferences = true });
        VerifyGuidance(golden);
        VerifyLoop(golden, model, QwenImageGoldenConfig.Input(golden, "one", "one"), negative);
        VerifyPacking(golden);
        VerifySizes(golden);
    }

    private static QwenImageModel Build(Golden golden, QwenImageConfig config)
    {
        var model = new QwenImageModel(config);
        golden.Load(model);
        return model;
    }

    private static void Verify(Golden golden, QwenImageModel model, string name, QwenImageInput input)
    {
        if (!golden.Has($"out.{name}"))
            return;
        using var activations = new JointActivations(model, Watched);
        var output = model.call(input);
        activations.Verify(golden, $"act.{name}.");
        Close.Assert($"out.{name}", output, golden[$"out.{name}"]);
    }

    private static void VerifyVariant(Golden golden, string name, QwenImageConfig config)
    {
        if (golden.Has($"out.{name}"))
            Verify(golden, Build(golden, config), name, QwenImageGoldenConfig.Input(golden, "one", "one"));
    }

    private static void VerifyGuidance(Golden golden) => Close.Assert(
        "out.cfg",
        GuidanceRescale.Guided(golden["act.cfg.cond"], golden["act.cfg.uncond"], Scale(golden)),
        golden["out.cfg"]);

    private static void VerifyLoop(
        Golden golden, QwenImageModel model, QwenImageInput prompted, QwenImageInput unprompted)
    {
        var steps = golden.Config.GetProperty("loop_steps").GetInt32();
        var noisy = (int)prompted.Pictures[0].Count;
        var schedule = QwenImageGoldenConfig.Schedule(golden.Config.GetProperty("scheduler"));
        var times = schedule.Times(steps, noisy);
        Close.Assert("act.loop.mu", tensor([schedule.Mu(noisy)]), golden["act.loop.mu"]);
        Close.Assert("act.loop.sigmas", tensor([.. times]), golden["act.loop.sigmas"]);

        var references = prompted.Tokens.narrow(1, noisy, prompted.Tokens.shape[1] - noisy);
        var latents = FlowMatching.Euler(Velocity, prompted.Tokens.narrow(1, 0, noisy), times);
        foreach (var (i, latent) in latents.Index())
            Close.Assert($"act.loop.step{i}", latent, golden[$"act.loop.step{i}"]);

        Tensor Velocity(Tensor x, double t)
        {
            var tokens = cat([x, references], 1);
            var time = full([x.shape[0]], t, ScalarType.Float32);
            return GuidanceRescale.Guided(
                Predict(prompted, tokens, time), Predict(unprompted, tokens, time), Scale(golden));
        }

        Tensor Predict(QwenImageInput input, Tensor tokens, Tensor time) =>
            model.call(input with { Tokens = tokens, Time = time }).narrow(1, 0, noisy);
    }

    private static void VerifyPacking(Golden golden)
    {
        var latents = golden["in.pack.latents"].squeeze(2);
        Close.Assert("out.pack.packed", PackedLatent.Pack(latents), golden["out.pack.packed"]);
        var unpacked = PackedLatent.Unpack(golden["out.pack.packed"], latents.shape[2], latents.shape[3]);
        Close.Assert("out.pack.unpacked", unpacked.unsqueeze(2), golden["out.pack.unpacked"]);
    }

    private static void VerifySizes(Golden golden)
    {
        var pictures = golden["in.dims.wh"].data<long>().ToArray().Chunk(2);
        var recorded = golden["out.dims.vae_wh_condition_wh"].data<long>().ToArray().Chunk(4);
        foreach (var (picture, sizes) in pictures.Zip(recorded))
        {
            var (width, height) = ((int)picture[0], (int)picture[1]);
            Assert.Equal(((int)sizes[0], (int)sizes[1]), QwenImageSize.Of(1024 * 1024, width, height));
            Assert.Equal(((int)sizes[2], (int)sizes[3]), QwenImageSize.Of(384 * 384, width, height));
        }
    }

    private static double Scale(Golden golden) => golden.Config.GetProperty("true_cfg_scale").GetDouble();
}
