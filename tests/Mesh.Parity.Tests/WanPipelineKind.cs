using System.Text.Json;
using Mesh.Editing;
using Mesh.Editing.Windows;
using Mesh.Models;
using Mesh.TestKit;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Parity.Tests;

/// <summary>Whole runs of VACE: the recorded weights become a folder as published, which is loaded and run.</summary>
internal sealed class WanPipelineKind : IGoldenKind
{
    private const double TrainTimesteps = 1000;

    public bool Accepts(Golden golden) => golden.Has("w.transformer.patch_embedding.weight")
        && golden.Has("w.text_encoder.token_embedding.weight") && golden.Config.TryGetProperty("cases", out _);

    public void Verify(Golden golden)
    {
        foreach (var example in golden.Config.GetProperty("cases").EnumerateArray())
        {
            using var scope = NewDisposeScope();
            using var ungraded = no_grad();
            using var folder = new TemporaryFolder();
            WanPipelineFolder.Write(golden, example, folder.Path);
            using var model = ModelFolder.Load(folder.Path);
            new Run(golden, example, model).Verify();
        }
    }

    private sealed class Run(Golden golden, JsonElement example, EditModel model)
    {
        private readonly string _name = example.GetProperty("name").GetString()! + ".";

        public void Verify()
        {
            using var condition = Condition();
            var clip = new SourceClip(At("in.video").unsqueeze(0))
            {
                Mask = At("in.mask").unsqueeze(0),
                References = golden.Has(_name + "in.refs")
                    ? [.. At("in.refs").unbind(0).Select(picture => picture.unsqueeze(0))]
                    : [],
            };
            var source = model.EncodeSource(clip);
            Assert("act.vace_context", source[0]);

            VerifyVelocities(condition, source);
            var latent = Denoise(condition, source);
            var film = WindowCodec.FilmLatent(
                latent.unsqueeze(0), (int)clip.Video.shape[2], model.Vae.TemporalFactor);
            Assert("out.video", model.Vae.Decode(film)[0].clamp(-1, 1));
        }

        private EditCondition Condition()
        {
            // Guidance that is not 1 encodes both, whether or not the case uses them.
            var condition = EditCondition.Encode(
                model, guidance: 2, model.Defaults.NegativePrompt, example.GetProperty("prompt").GetString()!);
            Assert("act.context_cond", condition.Prompted.Tokens[0]);
            Assert("act.context_uncond", condition.Unprompted!.Tokens[0]);
            return condition;
        }

        private void VerifyVelocities(EditCondition condition, Tensor source)
        {
            for (var step = 0; step < model.Defaults.Steps; step++)
            {
                var latent = At($"act.latents.{step}").unsqueeze(0);
                var time = At($"act.timestep.{step}").ToInt64() / TrainTimesteps;
                Assert(
                    $"act.velocity_cond.{step}",
                    model.Denoiser.Velocity(new(latent, source, condition.Prompted, time))[0]);
                Assert(
                    $"act.velocity_uncond.{step}",
                    model.Denoiser.Velocity(new(latent, source, condition.Unprompted!, time))[0]);
            }
        }

        // The last latent is seen in the video alone.
        private Tensor Denoise(EditCondition condition, Tensor source)
        {
            var editor = new LatentEditor(model, condition, model.Defaults.Steps, model.Defaults.Guidance);
            using var sampler = editor.Sampler();
            var latent = At("in.noise").unsqueeze(0);
            foreach (var (step, next) in
                editor.Steps(sampler, source, latent, [], 0, CancellationToken.None).Index())
            {
                latent = next;
                if (step + 1 < model.Defaults.Steps)
                    Assert($"act.latents.{step + 1}", latent[0]);
            }
            return latent[0];
        }

        private Tensor At(string name) => golden[_name + name];

        private void Assert(string name, Tensor actual) => Close.Assert(_name + name, actual, At(name));
    }
}
