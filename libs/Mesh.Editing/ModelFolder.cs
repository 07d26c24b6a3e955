using Mesh.Editing.Families;
using Mesh.Editing.Memory;
using Mesh.Models;
using static TorchSharp.torch;

namespace Mesh.Editing;

/// <summary>Loads an editor from the folder it was published in.</summary>
public static class ModelFolder
{
    private static readonly IEditFamily[] Families = [new NanoFamily(), new IcveFamily(), new WanFamily()];

    /// <param name="path">A folder with config.json and safetensors files.</param>
    /// <param name="device">Where the weights go; the CPU unless given.</param>
    /// <param name="dtype">Precision of the weights; unless given what the folder says, and else fp32.</param>
    /// <param name="text">A text encoder in place of the folder's own.</param>
    /// <param name="parts">The networks to load; files of the others are not touched.</param>
    /// <param name="name">What the model is called; null for the name of the folder.</param>
    /// <param name="memory">How the networks share memory; null loads all and keeps them.</param>
    /// <exception cref="ModelException">Missing folder, file or tensor, unknown family, or broken numbers.</exception>
    public static EditModel Load(
        string path,
        Device? device = null,
        ScalarType? dtype = null,
        ITextEncoder? text = null,
        ModelParts parts = ModelParts.All,
        string? name = null,
        ModelMemory? memory = null)
    {
        var files = new ModelFiles(path, name);
        using var scope = no_grad();
        var place = new ModelPlace(device ?? CPU, dtype ?? ScalarType.Float32)
        {
            Memory = memory ?? new(),
            IsChosen = dtype is not null,
        };
        return FamilyOf(files, path).Load(files, place, parts, text);
    }

    /// <summary>Loads an editor as a plan for this machine says.</summary>
    /// <param name="path">The model folder.</param>
    /// <param name="plan">From <see cref="MemoryPlanner"/>.</param>
    /// <param name="device">Where the weights go.</param>
    /// <exception cref="ModelException">Missing folder, file or tensor, unknown family, or broken numbers.</exception>
    public static EditModel Load(string path, MemoryPlan plan, Device device)
    {
        var files = new ModelFiles(path);
        using var scope = no_grad();
        var place = new ModelPlace(device, ScalarType.Float32)
        {
            Memory = plan.Memory,
            IsChosen = false,
            Precision = plan.Precision,
        };
        return FamilyOf(files, path).Load(files, place, ModelParts.All, text: null);
    }

    /// <summary>Reads what config.json says, without a weight.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="name">What the model is called; null for the name of the folder.</param>
    /// <exception cref="ModelException">Missing folder or config.json, unknown family, or broken numbers.</exception>
    public static ModelDescription Describe(string path, string? name = null)
    {
        var files = new ModelFiles(path, name);
        return FamilyOf(files, path).Describe(files);
    }

    /// <summary>
    /// Full paths of the files that hold the weights of some networks, as far as they are there; an index before its
    /// shards.
    /// </summary>
    /// <param name="path">The folder.</param>
    /// <param name="parts">The networks.</param>
    /// <exception cref="ModelException">It is no folder of a known family, or holds a broken index.</exception>
    public static IReadOnlyList<string> WeightFiles(string path, ModelParts parts)
    {
        var files = new ModelFiles(path);
        return
        [
            .. FamilyOf(files, path).Networks(files)
                .Where(network => parts.HasFlag(network.Part))
                .Select(network => files.Find(network.Files))
                .OfType<string>()
                .SelectMany(ModelFiles.FilesOf)
                .Select(Path.GetFullPath),
        ];
    }

    /// <summary>The family that model.json or config.json names, or whose published layout the folder has.</summary>
    /// <exception cref="ModelException">It is no folder of a known family.</exception>
    internal static IEditFamily FamilyOf(ModelFiles files, string path)
    {
        if (files.Family() is { } name)
        {
            var known = string.Join(" or ", Families.Select(family => family.Name));
            return Families.FirstOrDefault(family => family.Name == name)
                ?? throw new ModelException($"{path}: unknown model family '{name}', expected {known}.");
        }
        return Families.FirstOrDefault(family => family.IsPublished(files)) ?? throw files.NoFamily();
    }
}
