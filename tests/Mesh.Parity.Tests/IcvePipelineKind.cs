using Mesh.Editing;
using Mesh.Editing.Windows;
using Mesh.Models;
using Mesh.Models.MmDit;
using Mesh.TestKit;
using Mesh.Video;
using Mesh.Video.Geometry;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Parity.Tests;

/// <summary>A whole edit: the recorded weights become a model folder as published, which is loaded and run.</summary>
internal sealed class IcvePipelineKind : IGoldenKind
{
    private const double BytesThatMayDiffer = 1e-3;

    public bool Accepts(Golden golden) => golden.Has("in.frames") && golden.Has("out.frames")
        && golden.Has("w.transformer.img_in.proj.weight") && golden.Has("w.text_encoder.embed_tokens.weight");

    public void Verify(Golden golden)
    {
        using var ungraded = no_grad();
        using var folder = new TemporaryFolder();
        IcvePipelineFolder.Write(golden, folder.Path);
        using var model = ModelFolder.Load(folder.Path);

        var pixels = Pixels(golden);
        Close.Assert("act.pixels", pixels, golden["act.pixels"]);
        var source = model.Vae.Encode(pixels);
        Close.Assert("act.latents_source", source, golden["act.latents_source"]);
        using var condition = Condition(golden, model);
        VerifyVelocity(golden, model, condition);
        var latent = Denoise(golden, model, condition);
        VerifyFrames(golden, model.Vae.Decode(latent));
    }

    // Resized until the target is covered, then its middle.
    private static Tensor Pixels(Golden golden)
    {
        var cfg = golden.Config;
        var target = new PixelSize(cfg.Integer("target_width"), cfg.Integer("target_height"));
        var frames = golden["in.frames"];
        var size = new WorkingSize(target.Height, target.Width, target.Height, target.Width);
        var planes = Enumerable.Range(0, (int)frames.shape[0]).Select(i => Frame(frames[i], target)).ToArray();
        return ClipTensor.Of(planes, size, planes.Length);
    }

    private static PlanarFrame Frame(Tensor frame, PixelSize target)
    {
        var image = new RgbImage((int)frame.shape[1], (int)frame.shape[0], frame.contiguous().data<byte>().ToArray());
        var (resized, crop) = CoverCrop.Of(new(image.Width, image.Height), target);
        var whole = PlanarFrame.Of(image).Resized(resized.Width, resized.Height, ResampleFilter.Bilinear);
        var result = new PlanarFrame(target.Width, target.Height);
        for (var channel = 0; channel < 3; channel++)
        {
            for (var y = 0; y < target.Height; y++)
            {
                whole.Plane(channel).Slice((crop.Top + y) * resized.Width + crop.Left, target.Width)
                    .CopyTo(result.Plane(channel)[(y * target.Width)..]);
            }
        }

        return result;
    }

    // The recorded batch is negative prompt, prompt.
    private static EditCondition Condition(Golden golden, EditModel model)
    {
        var prompt = golden.Config.GetProperty("prompt").GetString()!;
        var condition = EditCondition.Encode(model, model.Defaults.Guidance, model.Defaults.NegativePrompt, prompt);
        Verify(golden, condition.Unprompted!, 0);
        Verify(golden, condition.Prompted, 1);
        return condition;
    }

    private static void Verify(Golden golden, TextCondition condition, int row)
    {
        var mask = golden["act.text_mask"].narrow(0, row, 1);
        Assert.True(condition.Mask.eq(mask).all().ToBoolean(), "The masks of the text differ.");
        Close.Assert("act.text_states", condition.Tokens, golden["act.text_states"].narrow(0, row, 1), mask);
        Close.Assert("act.text_states_2", condition.Pooled, golden["act.text_states_2"].narrow(0, row, 1));
    }

    private static void VerifyVelocity(Golden golden, EditModel model, EditCondition condition)
    {
        foreach (var step in Enumerable.Range(0, golden.Config.Integer("steps")))
        {
            var latent = step == 0 ? golden["in.noise"] : golden[$"act.latents.{step}"];
            TextCondition[] rows = [condition.Unprompted!, condition.Prompted];
            foreach (var (row, text) in rows.Index())
            {
                var velocity = ((MmDitModel)model.Denoiser.Network).call(new MmDitInput(
                    latent, golden["act.latents_source"], text, golden[$"act.timestep.{step}"].narrow(0, row, 1),
                    golden["act.guidance"].narrow(0, row, 1)));
                Close.Assert($"act.velocity.{step}", velocity, golden[$"act.velocity.{step}"].narrow(0, row, 1));
            }
        }
    }

    private static Tensor Denoise(Golden golden, EditModel model, EditCondition condition)
    {
        var editor = new LatentEditor(model, condition, golden.Config.Integer("steps"), model.Defaults.Guidance);
        using var sampler = editor.Sampler();
        var latent = golden["in.noise"];
        foreach (var (step, next) in
            editor.Steps(sampler, golden["act.latents_source"], latent, [], 0, CancellationToken.None).Index())
        {
            latent = next;
            Close.Assert($"act.latents.{step + 1}", latent, golden[$"act.latents.{step + 1}"]);
        }

        Close.Assert("out.latents", latent, golden["out.latents"]);
        return latent;
    }

    private static void VerifyFrames(Golden golden, Tensor decoded)
    {
        var video = (decoded / 2 + 0.5).clamp(0, 1);
        Close.Assert("out.video", video, golden["out.video"]);

        var bytes = (video[0] * 255).to(ScalarType.Byte).permute(1, 2, 3, 0);  // cut off, as the reference does
        var difference = (bytes.to(ScalarType.Int32) - golden["out.frames"].to(ScalarType.Int32)).abs();
        Assert.True(difference.max().ToInt32() <= 1, "A byte of a frame differs by more than 1.");
        Assert.InRange(difference.to(ScalarType.Float64).mean().ToDouble(), 0, BytesThatMayDiffer);
    }
}
