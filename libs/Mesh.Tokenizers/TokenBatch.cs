namespace Mesh.Tokenizers;

/// <summary>Texts as ids, all of one length.</summary>
/// <param name="Ids">Row by row, Count * Length.</param>
/// <param name="Mask">1 for a token and 0 for padding, as <paramref name="Ids"/>.</param>
/// <param name="Count">Texts.</param>
/// <param name="Length">Ids of a text.</param>
public sealed record TokenBatch(long[] Ids, long[] Mask, int Count, int Length);
