using Mesh.Tensors;
using static TorchSharp.torch;

namespace Mesh.Editing.Stages;

/// <summary>How far a window has come: its latent after some steps.</summary>
/// <remarks>
/// The latent, the window, the step and what the sampler remembers are the whole state. Noise is drawn from the seed of
/// the edit and the number of the latent frame, so no random generator runs along that would have to be kept.
/// </remarks>
/// <param name="Job">What is denoised and how; another job cannot go on from here.</param>
/// <param name="Window">The window, from 0.</param>
/// <param name="Step">Steps that are done, from 1.</param>
public sealed record DenoiseCheckpoint(DenoiseIdentity Job, int Window, int Step)
{
    /// <summary>Name of the checkpoint of the running window.</summary>
    public const string Running = "running";

    private const string Latent = "latent";
    private const string Sampler = "sampler.";

    /// <summary>Name of the checkpoint of a window that is done.</summary>
    public static string Finished(int window) => $"window-{window:D5}";

    /// <param name="path">The file to write.</param>
    /// <param name="latent">[1, C, T, h, w], float32.</param>
    /// <param name="sampler">What the sampler remembers.</param>
    internal void Write(string path, Tensor latent, IReadOnlyDictionary<string, Tensor> sampler) =>
        SafetensorsWriter.Save(
            path,
            sampler.Select(tensor => KeyValuePair.Create(Sampler + tensor.Key, tensor.Value))
                .Append(new(Latent, latent)),
            StageMetadata.Of(this));

    /// <summary>
    /// Reads a checkpoint of the same job. One that is damaged or of another job is none: the work is then done again.
    /// </summary>
    /// <param name="path">The file; null for none.</param>
    /// <param name="job">The job that would go on.</param>
    /// <param name="window">The window that would go on.</param>
    /// <param name="shape">Shape of its latent, [1, C, T, h, w].</param>
    /// <param name="device">Where the tensors go.</param>
    internal static DenoiseState? Read(
        string? path, DenoiseIdentity job, int window, long[] shape, Device device)
    {
        if (path is null)
            return null;
        try
        {
            using var file = SafetensorsFile.Open(path);
            var at = StageMetadata.Read<DenoiseCheckpoint>(file);
            return at.Job == job
                && at.Window == window
                && at.Step >= 1 && at.Step <= job.Settings.Steps
                && file.Entries.GetValueOrDefault(Latent) is { DType: ScalarType.Float32 } entry
                && entry.Shape.SequenceEqual(shape)
                ? new(at.Step, file.Read(Latent, device: device), Remembered(file, device))
                : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static Dictionary<string, Tensor> Remembered(SafetensorsFile file, Device device) => file.Entries.Keys
        .Where(name => name.StartsWith(Sampler, StringComparison.Ordinal))
        .ToDictionary(name => name[Sampler.Length..], name => file.Read(name, device: device));
}

/// <summary>Where a denoiser goes on; owns its tensors.</summary>
/// <param name="Done">Steps that are done.</param>
/// <param name="Latent">After them, [1, C, T, h, w].</param>
/// <param name="Sampler">What the sampler remembers.</param>
internal sealed record DenoiseState(int Done, Tensor Latent, IReadOnlyDictionary<string, Tensor> Sampler) : IDisposable
{
    public void Dispose()
    {
        Latent.Dispose();
        foreach (var tensor in Sampler.Values)
            tensor.Dispose();
    }
}

/// <summary>What makes two runs of a denoiser the same run.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Version">Version of its weights.</param>
/// <param name="Instruction">What to change, in words.</param>
/// <param name="Settings">How it is run.</param>
public sealed record DenoiseIdentity(string Model, string Version, string Instruction, EditSettings Settings);
