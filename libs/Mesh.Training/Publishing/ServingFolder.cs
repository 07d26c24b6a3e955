using Mesh.Editing;
using Mesh.Stores.Artifacts;
using Mesh.Training.Checkpoints;
using static TorchSharp.torch;

namespace Mesh.Training.Publishing;

/// <summary>Model folders as services load them, with the transformer of a checkpoint.</summary>
public sealed class ServingFolder
{
    private const string IndexSuffix = ".index.json";
    private const string Safetensors = ".safetensors";

    private readonly string _base;
    private readonly IReadOnlyList<string> _replaced;

    /// <param name="baseFolder">A complete model; everything but the transformer is taken from it.</param>
    /// <exception cref="InvalidDataException">It is no model, or has no transformer.</exception>
    public ServingFolder(string baseFolder)
    {
        _base = Path.GetFullPath(baseFolder);
        try
        {
            _replaced = ModelFolder.WeightFiles(_base, ModelParts.Transformer);
        }
        catch (ModelException error)
        {
            throw new InvalidDataException(error.Message, error);
        }
        if (_replaced.Count == 0)
            throw new InvalidDataException($"{baseFolder} has no weights of a transformer: name a complete model.");
    }

    /// <summary>Weights of the complete model itself: a file, or the index of several.</summary>
    public string BaseWeights => _replaced[0];

    /// <summary>File of the transformer in a folder that this wrote.</summary>
    public string WeightsOf(string folder) => Path.Combine(folder, WeightsName);

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
        try
        {
            foreach (var file in Directory.GetFiles(_base, "*", SearchOption.AllDirectories).Except(_replaced))
            {
                var copy = Path.Combine(fresh, Path.GetRelativePath(_base, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
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

    // In the place of the weights it replaces. PyTorch's own files are not written; this name goes before theirs.
    private string WeightsName
    {
        get
        {
            var name = Path.GetRelativePath(_base, BaseWeights);
            return name.EndsWith(IndexSuffix, StringComparison.Ordinal) ? name[..^IndexSuffix.Length]
                : name.EndsWith(Safetensors, StringComparison.Ordinal) ? name
                : "transformer" + Safetensors;
        }
    }
}
