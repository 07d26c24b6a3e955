namespace Mesh.Tokenizers.Decoders;

/// <summary>One step from pieces back to text; what is left at the end is joined.</summary>
internal delegate IReadOnlyList<string> TokenDecoder(IReadOnlyList<string> tokens);
