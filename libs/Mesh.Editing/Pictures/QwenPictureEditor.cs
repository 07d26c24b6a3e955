using Mesh.Diffusion;
using Mesh.Models.JointDit;
using Mesh.Models.QwenImage;
using Mesh.Models.WanVae;
using Mesh.Tensors;
using Mesh.Video;
using static TorchSharp.torch;

namespace Mesh.Editing.Pictures;

/// <summary>Qwen-Image-Edit: pictures are references of the transformer, and read with the instruction.</summary>
/// <remarks>Qwen-Image report, arXiv:2508.02324, section 4.2; guidance keeps the prompted length.</remarks>
internal sealed class QwenPictureEditor(
    string name,
    PictureDefaults defaults,
    ModelPlace place,
    QwenPromptStyle style,
    QwenPrompts prompts,
    WanVaeModel vae,
    QwenImageModel transformer) : IPictureEditor
{
    private static readonly DynamicShiftSchedule Schedule = new();

    public string Name => name;

    public PictureDefaults Defaults => defaults;

    public int MaxReferences => style.MaxPictures - 1;

    public RgbImage Edit(PictureEdit edit, Action<int>? stepDone, CancellationToken cancellation)
    {
        edit.Validate(this);
        using var mode = inference_mode();
        using var scope = NewDisposeScope();
        RgbImage[] pictures = [edit.Picture, .. edit.References];
        var latents = pictures.Select(Encoded).ToArray();
        var guidance = edit.Guidance ?? defaults.Guidance;
        var prompted = prompts.Encode(edit.Instruction, pictures);
        var negative = edit.NegativePrompt ?? defaults.NegativePrompt;
        var unprompted = guidance == 1 ? null : prompts.Encode(negative, pictures);

        var (rows, columns) = (latents[0].shape[2], latents[0].shape[3]);
        var call = new Call(transformer, latents, place);
        var noise = PackedLatent.Pack(
            PictureTensor.Noise(edit.Seed, vae.LatentChannels, (int)rows, (int)columns, place));
        var times = Schedule.Times(edit.Steps ?? defaults.Steps, noise.shape[1]);
        var latent = noise.alias();
        foreach (var (step, next) in new EulerSampler(times).Run(Velocity, noise, done: 0, cancellation).Index())
        {
            latent = next.InPlaceOf(latent);
            stepDone?.Invoke(step + 1);
        }
        var picture = vae.Decode(PackedLatent.Unpack(latent, rows, columns).unsqueeze(2).to(place.DType));
        var made = PictureTensor.ToImage(picture.squeeze(2));
        return PictureTensor.Resized(made, new(edit.Picture.Width, edit.Picture.Height));

        Tensor Velocity(Tensor x, double t) => unprompted is null
            ? call.Velocity(x, t, prompted)
            : GuidanceRescale.Guided(call.Velocity(x, t, prompted), call.Velocity(x, t, unprompted), guidance);
    }

    public void Dispose()
    {
        prompts.Dispose();
        vae.Dispose();
        transformer.Dispose();
    }

    // [1, C, h, w]
    private Tensor Encoded(RgbImage picture)
    {
        var (width, height) = QwenImageSize.Of(defaults.Area, picture.Width, picture.Height);
        var pixels = PictureTensor.Of(PictureTensor.Resized(picture, new(width, height)), place);
        return vae.Encode(pixels.unsqueeze(2)).squeeze(2).to(ScalarType.Float32);
    }

    private sealed class Call(QwenImageModel transformer, Tensor[] latents, ModelPlace place)
    {
        private readonly Tensor _references = cat([.. latents.Select(PackedLatent.Pack)], 1);

        // The picture that is made, then each that was given.
        private readonly TokenGrid[] _grids =
            [.. latents.Prepend(latents[0]).Select(latent => new TokenGrid(latent.shape[2] / 2, latent.shape[3] / 2))];

        public Tensor Velocity(Tensor x, double t, Tensor text) => transformer
            .call(new(cat([x, _references], 1), _grids, text, null, full([1L], t, device: place.Device)))
            .narrow(1, 0, x.shape[1]).to(ScalarType.Float32);
    }
}
