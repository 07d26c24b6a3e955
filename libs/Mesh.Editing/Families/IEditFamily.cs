using Mesh.Models;

namespace Mesh.Editing.Families;

/// <summary>Builds the models of one architecture from a folder.</summary>
internal interface IEditFamily
{
    /// <summary>The value of "family" in config.json.</summary>
    string Name { get; }

    /// <summary>Whether a folder is as its authors published it: its config.json then names no family.</summary>
    bool IsPublished(ModelFiles folder) => false;

    /// <summary>What config.json says.</summary>
    /// <exception cref="ModelException">It is missing or broken.</exception>
    ModelDescription Describe(ModelFiles folder);

    /// <param name="folder">The model folder.</param>
    /// <param name="place">Where the weights go.</param>
    /// <param name="parts">The networks to load.</param>
    /// <param name="text">A text encoder in place of the folder's own, or null.</param>
    /// <exception cref="ModelException">The folder is incomplete or does not fit.</exception>
    EditModel Load(ModelFiles folder, ModelPlace place, ModelParts parts, ITextEncoder? text);
}
