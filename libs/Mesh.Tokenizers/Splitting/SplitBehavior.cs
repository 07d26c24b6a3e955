namespace Mesh.Tokenizers.Splitting;

/// <summary>What becomes of the parts of a text that match a split pattern.</summary>
internal enum SplitBehavior
{
    Removed,
    Isolated,
    MergedWithPrevious,
    MergedWithNext,
    Contiguous,
}
