using Mesh.Stores.Artifacts;
using Mesh.Training.Checkpoints;
using static TorchSharp.torch;

namespace Mesh.Training.Publishing;

/// <summary>Model folders as services load them, with the transformer of a checkpoint.</summary>
/// <param name="baseFolder">A complete model; everything but the transformer is taken from it.</param>
/// <param name="weightsName">File of the transformer in it.</param>
public sealed class ServingFolder(string baseFolder, string weightsName = "transformer.safetensors")
{
    /// <summary>File of the transformer in a folder of this layout.</summary>
    public string WeightsOf(string folder) => Path.Combine(folder, weightsName);

    /// <summary>Weights of the complete model itself.</summary>
    public string BaseWeights => WeightsOf(baseFolder);

    /// <summary>Writes a folder; it appears whole, and one of that name is replaced.</summary>
    /// <param name="checkpoints">Of the run.</param>
    /// <param name="step">Which of them.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="dtype">Element type of the weights.</param>
    /// <param name="basis">Weights that low-rank updates were trained on and are added to; null for the complete
    /// model's.</param>
    /// <exception cref="InvalidDataException">A shard of the checkpoint is damaged.</exception>
    public async Task WriteAsync(
        IArtifactStore checkpoints, int step, string folder, ScalarType dtype, string? basis = null)
    {
        var fresh = $"{folder}.{Guid.NewGuid():N}";
        Directory.CreateDirectory(fresh);
        try
        {
            foreach (var file in Directory.GetFiles(baseFolder).Where(file => Path.GetFileName(file) != weightsName))
                File.Copy(file, Path.Combine(fresh, Path.GetFileName(file)));
            await PublishedWeights.WriteAsync(checkpoints, step, WeightsOf(fresh), dtype, basis ?? BaseWeights);
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
            Directory.Move(fresh, folder);
        }
        finally
        {
            if (Directory.Exists(fresh))
                Directory.Delete(fresh, recursive: true);
        }
    }
}
