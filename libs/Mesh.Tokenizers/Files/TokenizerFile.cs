using System.Text.Json;
using Mesh.Tokenizers.Added;
using Mesh.Tokenizers.Decoders;
using Mesh.Tokenizers.Normalizers;
using Mesh.Tokenizers.Splitting;

namespace Mesh.Tokenizers.Files;

/// <summary>A tokenizer.json.</summary>
internal static class TokenizerFile
{
    /// <exception cref="TokenizerFormatException">The file is malformed or asks for what is not supported.</exception>
    public static Tokenizer Read(string path)
    {
        try
        {
            var settings = Sections(File.ReadAllBytes(path), out var model);
            return Build(
                settings,
                model.Vocabulary,
                model.Build(StageReader.EndsInBytes(StageReader.Steps(settings.Optional("pre_tokenizer")))),
                Added(settings.Optional("added_tokens")),
                Frame.Read(settings.Optional("post_processor")));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException
            or IndexOutOfRangeException)
        {
            throw new TokenizerFormatException($"{path}: {error.Message}", error);
        }
    }

    /// <summary>A tokenizer of a model and what prepares the text for it.</summary>
    public static Tokenizer Build(
        JsonElement settings, Vocabulary vocabulary, Stage model, IEnumerable<AddedToken> added, Frame frame) => new(
        vocabulary,
        new AddedTokens([.. added], NormalizerReader.Read(settings.Optional("normalizer"))),
        StageReader.Chain(StageReader.Steps(settings.Optional("pre_tokenizer")), model),
        frame,
        DecoderReader.Read(settings.Optional("decoder")));

    // The model is most of the file and is read as a stream; the rest becomes one small document.
    private static JsonElement Sections(byte[] json, out ModelFile model)
    {
        ModelFile? found = null;
        using var rest = new MemoryStream();
        using (var writer = new Utf8JsonWriter(rest))
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            writer.WriteStartObject();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("model"))
                {
                    reader.Read();
                    found = ModelFile.Read(ref reader, json);
                    continue;
                }

                writer.WritePropertyName(reader.GetString()!);
                using var section = JsonDocument.ParseValue(ref reader);
                section.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        model = found ?? throw new TokenizerFormatException("The section 'model' is missing.");
        return JsonSerializer.Deserialize<JsonElement>(rest.ToArray());
    }

    private static IEnumerable<AddedToken> Added(JsonElement? tokens)
    {
        foreach (var token in tokens?.EnumerateArray() ?? default)
        {
            yield return new AddedToken(
                token.Property("id").GetInt32(), token.Text("content"), token.Flag("single_word"),
                token.Flag("lstrip"), token.Flag("rstrip"), token.Flag("normalized"), token.Flag("special"));
        }
    }
}
