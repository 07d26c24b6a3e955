namespace Mesh.Models.QwenVl;

/// <summary>Patches of one picture or one video.</summary>
/// <param name="Steps">Patches along time: 1 for a picture.</param>
/// <param name="Rows">Patches from top to bottom.</param>
/// <param name="Columns">Patches from left to right.</param>
public readonly record struct PatchGrid(int Steps, int Rows, int Columns)
{
    public int Patches => Steps * Rows * Columns;

    /// <summary>Tokens of the language model: cells of merge * merge patches.</summary>
    public int Tokens(int merge) => Patches / (merge * merge);
}
