using System.Text.Json;
using Mesh.Tokenizers.Bpe;
using Mesh.Tokenizers.Splitting;
using Mesh.Tokenizers.Unigrams;

namespace Mesh.Tokenizers.Files;

/// <summary>The "model" of a tokenizer file.</summary>
internal sealed class ModelFile
{
    private readonly Dictionary<string, JsonElement> _settings = [];
    private readonly List<double> _scores = [];
    private ReadOnlyMemory<byte> _mergesJson;

    public Vocabulary Vocabulary { get; private set; } = new();

    /// <param name="reader">At the start of the model.</param>
    /// <param name="json">What it reads.</param>
    public static ModelFile Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        var model = new ModelFile();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (name == "vocab" && reader.TokenType == JsonTokenType.StartObject)
                model.Vocabulary = VocabularyJson.Read(ref reader);
            else if (name == "vocab" && reader.TokenType == JsonTokenType.StartArray)
                model.ReadScores(ref reader);
            else if (name == "merges")
                model._mergesJson = Skipped(ref reader, json);
            else
                model._settings[name] = JsonElement.ParseValue(ref reader);
        }

        return model;
    }

    /// <param name="readsBytes">Whether the words come as bytes.</param>
    /// <exception cref="TokenizerFormatException">
    /// The type is not supported or the vocabulary does not fit it.
    /// </exception>
    public Stage Build(bool readsBytes)
    {
        if (Vocabulary.Size == 0)
            throw new TokenizerFormatException("The model has no vocabulary.");

        var type = Text("type") ?? (_scores.Count > 0 ? "Unigram" : "BPE");
        return type switch
        {
            "BPE" when _settings.TryGetValue("dropout", out var dropout) && dropout.ValueKind == JsonValueKind.Number
                && dropout.GetDouble() > 0 => throw new TokenizerFormatException("A BPE dropout is not supported."),
            "BPE" => Bpe(readsBytes),
            "Unigram" when readsBytes => throw new TokenizerFormatException("A Unigram model cannot read bytes."),
            "Unigram" => Unigram(),
            _ => throw new TokenizerFormatException($"The model '{type}' is not supported."),
        };
    }

    private BpeModel Bpe(bool readsBytes)
    {
        var settings = new BpeSettings(
            readsBytes, Text("unk_token"), Flag("fuse_unk"), Flag("byte_fallback"), Flag("ignore_merges"),
            Text("continuing_subword_prefix") ?? "", Text("end_of_word_suffix") ?? "");
        return new BpeModel(Vocabulary, MergesJson.Read(_mergesJson.Span, Vocabulary, settings.Prefix), settings);
    }

    private UnigramModel Unigram()
    {
        var unknown = _settings.TryGetValue("unk_id", out var id) && id.ValueKind == JsonValueKind.Number
            ? id.GetInt32()
            : throw new TokenizerFormatException("A Unigram model needs an 'unk_id'.");
        return unknown >= 0 && unknown < _scores.Count
            ? new UnigramModel(Vocabulary, [.. _scores], unknown, Flag("byte_fallback"))
            : throw new TokenizerFormatException($"The unk_id {unknown} is not one of {_scores.Count} pieces.");
    }

    private void ReadScores(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            reader.Read();
            Vocabulary.Add(reader.GetString() ?? "", _scores.Count);
            reader.Read();
            _scores.Add(reader.GetDouble());
            reader.Read();
        }
    }

    private static ReadOnlyMemory<byte> Skipped(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }

    private string? Text(string name) =>
        _settings.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private bool Flag(string name) =>
        _settings.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.True;
}
