using Mesh.Tensors;
using static TorchSharp.torch;

namespace Mesh.Editing.Stages;

/// <summary>How far a window has come: its latent after some steps.</summary>
/// <remarks>
/// The latent, the window and the step are the whole state. Noise is drawn from the seed of the edit and the number of
/// the latent frame, so no random generator runs along that would have to be kept.
/// </remarks>
/// <param name="Job">What is denoised and how; another job cannot go on from here.</param>
/// <param name="Window">The window, from 0.</param>
/// <param name="Step">Steps that are done, from 1.</param>
public sealed record DenoiseCheckpoint(DenoiseIdentity Job, int Window, int Step)
{
    /// <summary>Name of the checkpoint of the running window.</summary>
    public const string Running = "running";

    private const string Latent = "latent";

    /// <summary>Name of the checkpoint of a window that is done.</summary>
    public static string Finished(int window) => $"window-{window:D5}";

    /// <param name="path">The file to write.</param>
    /// <param name="latent">[1, C, T, h, w], float32.</param>
    internal void Write(string path, Tensor latent) => SafetensorsWriter.Save(
        path, new Dictionary<string, Tensor> { [Latent] = latent }, StageMetadata.Of(this));

    /// <summary>
    /// Reads a checkpoint of the same job. One that is damaged or of another job is none: the work is then done again.
    /// </summary>
    /// <returns>The latent is owned by the caller.</returns>
    internal static (DenoiseCheckpoint At, Tensor Latent)? Read(
        string? path, DenoiseIdentity job, FilmPlan plan, ModelShapes shapes, Device device)
    {
        if (path is null)
            return null;
        try
        {
            using var file = SafetensorsFile.Open(path);
            var at = StageMetadata.Read<DenoiseCheckpoint>(file);
            return at.Job == job
                && at.Window >= 0 && at.Window < plan.Windows.Count
                && at.Step >= 1 && at.Step <= job.Settings.Steps
                && file.Entries.GetValueOrDefault(Latent) is { DType: ScalarType.Float32 } entry
                && entry.Shape.SequenceEqual(plan.Latent(at.Window, shapes))
                ? (at, file.Read(Latent, device: device))
                : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}

/// <summary>What makes two runs of a denoiser the same run.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Version">Version of its weights.</param>
/// <param name="Instruction">What to change, in words.</param>
/// <param name="Settings">How it is run.</param>
public sealed record DenoiseIdentity(string Model, string Version, string Instruction, EditSettings Settings);
