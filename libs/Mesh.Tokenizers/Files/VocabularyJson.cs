using System.Text.Json;

namespace Mesh.Tokenizers.Files;

/// <summary>A vocabulary as one JSON object: piece to id.</summary>
internal static class VocabularyJson
{
    /// <param name="reader">At the start of the object.</param>
    public static Vocabulary Read(ref Utf8JsonReader reader)
    {
        var vocabulary = new Vocabulary(1 << 17);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var token = reader.GetString()!;
            reader.Read();
            vocabulary.Add(token, reader.GetInt32());
        }

        return vocabulary;
    }
}
