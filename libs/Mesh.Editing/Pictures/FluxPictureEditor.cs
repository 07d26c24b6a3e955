using Mesh.Diffusion;
using Mesh.Models.Flux;
using Mesh.Models.FluxVae;
using Mesh.Tensors;
using Mesh.Video;
using static TorchSharp.torch;

namespace Mesh.Editing.Pictures;

/// <summary>FLUX.1 Kontext: the picture is a reference beside the noisy one; guidance is an input.</summary>
/// <remarks>FLUX.1 Kontext, arXiv:2506.15742, section 3.</remarks>
internal sealed class FluxPictureEditor(
    string name,
    PictureDefaults defaults,
    ModelPlace place,
    FluxPrompts prompts,
    FluxVaeModel vae,
    FluxModel transformer) : IPictureEditor
{
    private static readonly DynamicShiftSchedule Schedule = new()
    {
        MaxTokens = 4096,
        MaxShift = 1.15,
        Terminal = null,
    };

    public string Name => name;

    public PictureDefaults Defaults => defaults;

    public int MaxReferences => 0;

    public RgbImage Edit(PictureEdit edit, Action<int>? stepDone, CancellationToken cancellation)
    {
        edit.Validate(this);
        if (edit.NegativePrompt is not null)
        {
            throw new EditRequestException($"the model {name} takes no negative prompt.") { Field = "negative_prompt" };
        }

        using var mode = inference_mode();
        using var scope = NewDisposeScope();
        var (source, size) = (edit.Picture, KontextSize.Of(defaults.Area, edit.Picture));
        var reference = vae.Encode(PictureTensor.Of(PictureTensor.Resized(source, size), place));
        var (tokens, pooled) = prompts.Encode(edit.Instruction);
        var guidance = transformer.Config.GuidanceEmbed
            ? full([1L], edit.Guidance ?? defaults.Guidance, device: place.Device)
            : null;

        var noise = PictureTensor.Noise(
            edit.Seed, vae.Config.LatentChannels, (int)reference.shape[2], (int)reference.shape[3], place);
        var times = Schedule.Times(edit.Steps ?? defaults.Steps, reference.shape[2] / 2 * (reference.shape[3] / 2));
        var latent = noise.alias();
        foreach (var (step, next) in new EulerSampler(times).Run(Velocity, noise, done: 0, cancellation).Index())
        {
            latent = next.InPlaceOf(latent);
            stepDone?.Invoke(step + 1);
        }
        var made = PictureTensor.ToImage(vae.Decode(latent.to(place.DType)));
        return PictureTensor.Resized(made, new(source.Width, source.Height));

        Tensor Velocity(Tensor x, double t) => transformer
            .call(new(x, [reference], tokens, pooled, full([1L], t, device: place.Device), guidance))
            .to(ScalarType.Float32);
    }

    public void Dispose()
    {
        prompts.Dispose();
        vae.Dispose();
        transformer.Dispose();
    }
}
