using System.Text;
using System.Text.Json;
using Mesh.Tokenizers.Bpe;
using Mesh.Tokenizers.Files;
using Mesh.Tokenizers.Patterns;
using Mesh.Tokenizers.Splitting;

namespace Mesh.Tokenizers.Decoders;

/// <summary>The "decoder" of a tokenizer file.</summary>
internal static class DecoderReader
{
    /// <returns>Joins the pieces with spaces where the file has no decoder.</returns>
    /// <exception cref="TokenizerFormatException">The type is not supported; it is named.</exception>
    public static TokenDecoder Read(JsonElement? json) => json is not { } settings
        ? tokens => [string.Join(' ', tokens)]
        : settings.Text("type") switch
        {
            "Sequence" => Sequence(settings.Property("decoders")),
            "ByteLevel" => Bytes,
            "Metaspace" => Metaspace(settings.Text("replacement"), StageReader.Scheme(settings)),
            "ByteFallback" => FallbackBytes,
            "Fuse" => tokens => [string.Concat(tokens)],
            "Replace" => Replace(settings.Property("pattern").Pattern(), settings.Text("content")),
            "Strip" => Strip(settings),
            "BPEDecoder" => WordEnds(settings.Text("suffix")),
            var type => throw new TokenizerFormatException($"The decoder '{type}' is not supported."),
        };

    private static TokenDecoder Sequence(JsonElement steps)
    {
        TokenDecoder[] all = [.. steps.EnumerateArray().Select(step => Read(step))];
        return tokens => all.Aggregate(tokens, (current, step) => step(current));
    }

    private static IReadOnlyList<string> Bytes(IReadOnlyList<string> tokens)
    {
        var bytes = new List<byte>();
        foreach (var token in tokens)
        {
            var start = bytes.Count;
            foreach (var character in token)
            {
                if (ByteAlphabet.TryByteOf(character, out var value))
                {
                    bytes.Add(value);
                    continue;
                }

                bytes.RemoveRange(start, bytes.Count - start);  // an added token is written as it is
                bytes.AddRange(Encoding.UTF8.GetBytes(token));
                break;
            }
        }

        return [Encoding.UTF8.GetString([.. bytes])];
    }

    private static List<string> FallbackBytes(IReadOnlyList<string> tokens)
    {
        var (result, bytes) = (new List<string>(), new List<byte>());
        foreach (var token in tokens)
        {
            if (ByteFallback.TryParse(token, out var value))
            {
                bytes.Add(value);
                continue;
            }

            Flush(bytes, result);
            result.Add(token);
        }

        Flush(bytes, result);
        return result;
    }

    // Bytes that are no text become one replacement character each.
    private static void Flush(List<byte> bytes, List<string> result)
    {
        try
        {
            if (bytes.Count > 0)
                result.Add(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString([.. bytes]));
        }
        catch (DecoderFallbackException)
        {
            result.AddRange(bytes.Select(_ => "\ufffd"));
        }

        bytes.Clear();
    }

    private static TokenDecoder Metaspace(string mark, PrefixScheme prefix) => tokens =>
        [.. tokens.Select((token, i) => token.Replace(mark, i == 0 && prefix != PrefixScheme.Never ? "" : " "))];

    private static TokenDecoder Replace(Pattern pattern, string content) => tokens =>
        [.. tokens.Select(token => Normalizers.NormalizerReader.Replaced(token, pattern, content))];

    private static TokenDecoder WordEnds(string suffix) => tokens =>
        [.. tokens.Select((token, i) => token.Replace(suffix, i + 1 == tokens.Count ? "" : " "))];

    private static TokenDecoder Strip(JsonElement settings)
    {
        var content = settings.Text("content");
        var (start, stop) = (settings.Property("start").GetInt32(), settings.Property("stop").GetInt32());
        return tokens => [.. tokens.Select(token => Stripped(token, content, start, stop))];
    }

    private static string Stripped(string token, string content, int start, int stop)
    {
        for (var i = 0; i < start && token.StartsWith(content, StringComparison.Ordinal); i++)
            token = token[content.Length..];
        for (var i = 0; i < stop && token.EndsWith(content, StringComparison.Ordinal); i++)
            token = token[..^content.Length];
        return token;
    }
}
