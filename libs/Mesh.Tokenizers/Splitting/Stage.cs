namespace Mesh.Tokenizers.Splitting;

/// <summary>One step between a normalised text and its ids: takes a piece and hands smaller ones to the next.</summary>
/// <remarks>Stages have no state; the last one is the model.</remarks>
internal abstract class Stage
{
    /// <param name="piece">Not empty.</param>
    /// <param name="isFirst">Whether the piece starts the text.</param>
    /// <param name="output">Where the model puts the ids.</param>
    public abstract void Take(ReadOnlySpan<char> piece, bool isFirst, IdBuffer output);
}
