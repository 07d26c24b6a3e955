using Mesh.Models;

namespace Mesh.Editing.Families;

/// <summary>Builds the models of one architecture from a folder.</summary>
internal interface IEditFamily
{
    /// <summary>The value of "family" in config.json.</summary>
    string Name { get; }

    /// <param name="folder">The model folder.</param>
    /// <param name="place">Where the weights go.</param>
    /// <param name="text">A text encoder in place of the folder's own, or null.</param>
    /// <exception cref="ModelException">The folder is incomplete or does not fit.</exception>
    EditModel Load(ModelFiles folder, ModelPlace place, ITextEncoder? text);
}
