namespace Mesh.Tokenizers.Added;

/// <summary>A token that is looked for in the text itself, before the model sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">What is looked for.</param>
/// <param name="SingleWord">Only where no word character stands beside it.</param>
/// <param name="StripLeft">Takes the white space before it.</param>
/// <param name="StripRight">Takes the white space after it.</param>
/// <param name="Normalized">Looked for in the normalised text, as its own normal form.</param>
/// <param name="Special">Left out when text is decoded without special tokens.</param>
internal sealed record AddedToken(
    int Id, string Content, bool SingleWord, bool StripLeft, bool StripRight, bool Normalized, bool Special);
