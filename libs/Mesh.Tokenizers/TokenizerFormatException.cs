namespace Mesh.Tokenizers;

/// <summary>
/// A tokenizer's files are malformed or ask for what this library does not do; the message says what.
/// </summary>
public sealed class TokenizerFormatException(string message, Exception? inner = null)
    : FormatException(message, inner);
