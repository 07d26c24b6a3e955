using Mesh.Editing.Families;
using Mesh.Models;
using static TorchSharp.torch;

namespace Mesh.Editing;

/// <summary>Loads an editor from the folder it was published in.</summary>
public static class ModelFolder
{
    private static readonly IEditFamily[] Families = [new NanoFamily(), new IcveFamily(), new WanFamily()];

    /// <param name="path">A folder with config.json and safetensors files.</param>
    /// <param name="device">Where the weights go; the CPU unless given.</param>
    /// <param name="dtype">Precision of the weights; fp32 unless given.</param>
    /// <param name="text">A text encoder in place of the folder's own.</param>
    /// <param name="parts">The networks to load; files of the others are not touched.</param>
    /// <param name="name">What the model is called; null for the name of the folder.</param>
    /// <exception cref="ModelException">Missing folder, file or tensor, unknown family, or broken numbers.</exception>
    public static EditModel Load(
        string path,
        Device? device = null,
        ScalarType dtype = ScalarType.Float32,
        ITextEncoder? text = null,
        ModelParts parts = ModelParts.All,
        string? name = null)
    {
        var files = new ModelFiles(path, name);
        using var scope = no_grad();
        return FamilyOf(files, path).Load(files, new(device ?? CPU, dtype), parts, text);
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

    private static IEditFamily FamilyOf(ModelFiles files, string path)
    {
        if (Families.FirstOrDefault(family => family.IsPublished(files)) is { } published)
            return published;
        var name = files.Family();
        return Families.FirstOrDefault(family => family.Name == name) ?? throw new ModelException(
            $"{path}: unknown model family '{name}', expected {string.Join(" or ", Families.Select(f => f.Name))}.");
    }
}
