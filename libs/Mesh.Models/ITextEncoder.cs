namespace Mesh.Models;

/// <summary>Turns instructions into what the video transformer is conditioned on.</summary>
public interface ITextEncoder
{
    /// <param name="instructions">One instruction per sample; an empty one is legal and means no instruction.</param>
    /// <returns>The condition of the whole batch, owned by the caller.</returns>
    TextCondition Encode(IReadOnlyList<string> instructions);
}
