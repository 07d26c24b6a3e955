namespace Mesh.Tokenizers.Normalizers;

/// <summary>Rewrites a text before it is split.</summary>
internal delegate string Normalizer(string text);
