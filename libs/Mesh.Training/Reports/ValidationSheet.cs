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
        var clips = new ClipStage(model);
        var settings = new EditSettings(number, model.Defaults.Steps, model.Defaults.Guidance, NegativePrompt: "");
        using var edit = new DenoiseStage(model).Denoise(
            new EditCondition(sample.Text, samples.NoInstruction), source, settings, _ => { }, CancellationToken.None);
        return new ContactRow(
            $"sample {number}: source, edit, target",
            [.. Frames(clips, source), .. Frames(clips, edit), .. Frames(clips, target)]);
    }

    private static Tensor Batch(Tensor latent) => latent.to(ScalarType.Float32).unsqueeze(0);

    private static RgbImage[] Frames(ClipStage clips, Tensor latent)
    {
        var frames = clips.Decode(latent);
        return [frames[0], frames[^1]];
    }
}
