using Mesh.Editing;
using Mesh.Editing.Stages;
using Mesh.Training.Data;
using Mesh.Video;
using Mesh.Video.Images;
using static TorchSharp.torch;

namespace Mesh.Training.Reports;

/// <summary>Held-out samples on one picture: a row each, first and last frame of source, edit and target.</summary>
public static class ValidationSheet
{
    /// <summary>Of the sheets in the folder of a run.</summary>
    public const string Folder = "sheets";

    private const int Samples = 3;
    private const int ShownSide = 96;

    /// <summary>Edits the first samples with a model as it would serve, and writes the sheet of a step.</summary>
    /// <param name="modelFolder">The complete model.</param>
    /// <param name="samples">Held-out samples.</param>
    /// <param name="runFolder">Of the run.</param>
    /// <param name="step">Whose checkpoint it is.</param>
    /// <exception cref="ModelException">The model is not complete.</exception>
    public static void Write(string modelFolder, ISampleSource samples, string runFolder, int step)
    {
        using var model = ModelFolder.Load(modelFolder, CPU, parts: ModelParts.Transformer | ModelParts.Vae);
        using var mode = inference_mode();
        using var scope = NewDisposeScope();
        var rows = Enumerable.Range(0, Math.Min(Samples, samples.Buckets.Count))
            .Select(sample => Row(model, samples, sample)).ToList();
        var scale = Math.Max(1, ShownSide / rows[0].Frames[0].Height);
        Directory.CreateDirectory(Path.Combine(runFolder, Folder));
        var path = Path.Combine(runFolder, Folder, $"step-{step:000000}.png");
        PngFile.Save($"{path}.part", ContactSheet.Draw(rows, scale));
        File.Move($"{path}.part", path, overwrite: true);
    }

    private static ContactRow Row(EditModel model, ISampleSource samples, int number)
    {
        var sample = samples.Read(number);
        var (source, target) = (Batch(sample.Source), Batch(sample.Target));
        var settings = new EditSettings(number, model.Defaults.Steps, model.Defaults.Guidance, NegativePrompt: "");
        using var edit = new DenoiseStage(model).Denoise(
            new EditCondition(sample.Text, samples.NoInstruction), source, settings, _ => { }, CancellationToken.None);
        return new ContactRow(
            $"sample {number}: source, edit, target",
            [.. Frames(model, source), .. Frames(model, edit), .. Frames(model, target)]);
    }

    private static Tensor Batch(Tensor latent) => latent.to(ScalarType.Float32).unsqueeze(0);

    private static RgbImage[] Frames(EditModel model, Tensor latent)
    {
        using var scope = NewDisposeScope();
        var video = model.Vae.Decode(latent.to(model.Place.DType))[0].to(ScalarType.Float32);  // [3, F, H, W]
        return [Frame(video.select(1, 0)), Frame(video.select(1, -1))];
    }

    private static RgbImage Frame(Tensor frame)
    {
        var image = new RgbImage((int)frame.shape[2], (int)frame.shape[1]);
        var bytes = ((frame + 1) * 127.5).clamp(0, 255).round().to(ScalarType.Byte).permute(1, 2, 0).contiguous();
        bytes.data<byte>().ToArray().CopyTo(image.Pixels, 0);
        return image;
    }
}
