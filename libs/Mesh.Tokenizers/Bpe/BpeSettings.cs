namespace Mesh.Tokenizers.Bpe;

/// <summary>How a byte-pair model reads a word.</summary>
/// <param name="ReadsBytes">Whether symbols are bytes, written as the byte-level alphabet has them.</param>
/// <param name="Unknown">Piece for what is not in the vocabulary; null drops it.</param>
/// <param name="FuseUnknown">Whether neighbouring unknown symbols make one piece.</param>
/// <param name="ByteFallback">Whether an unknown character becomes the pieces of its bytes.</param>
/// <param name="IgnoreMerges">Whether a word that is a piece stays whole.</param>
/// <param name="Prefix">Written before every symbol but the first.</param>
/// <param name="Suffix">Written after the last symbol.</param>
internal sealed record BpeSettings(
    bool ReadsBytes, string? Unknown, bool FuseUnknown, bool ByteFallback, bool IgnoreMerges, string Prefix,
    string Suffix);
