using System.Text.Json;
using Mesh.Tokenizers;

namespace Mesh.Parity.Tests;

/// <summary>Our tokenizer against ids and texts recorded from the reference implementation.</summary>
public sealed class TokenizerGoldenTests
{
    private const int Shown = 12;

    private static readonly string[] FileNames = ["tokenizer.json", "vocab.json"];

    [GoldenFact(Source = GoldenSource.Tokenizers)]
    public void Every_recorded_text_has_the_recorded_ids(string folder)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "cases.json")));
        foreach (var file in FileNames.Select(name => Path.Combine(folder, name)))
        {
            if (!File.Exists(file))
                continue;

            var tokenizer = Tokenizer.Open(file);
            string[] failures =
            [
                .. document.RootElement.GetProperty("cases").EnumerateArray()
                    .SelectMany(entry => Differences(tokenizer, entry)),
                .. Padded(tokenizer, document.RootElement.GetProperty("padded")),
            ];
            Assert.True(failures.Length == 0, $"{Path.GetFileName(file)}: {failures.Length} differ:\n"
                + string.Join("\n", failures.Take(Shown)));
        }
    }

    private static IEnumerable<string> Differences(Tokenizer tokenizer, JsonElement entry)
    {
        var text = entry.GetProperty("text").GetString()!;
        var ids = Ids(entry, "ids");
        var bare = Ids(entry, "ids_without_special");
        if (Different(tokenizer.Encode(text), ids) is { } with)
            yield return $"{Quoted(text)}: {with}";
        if (Different(tokenizer.Encode(text, specialTokens: false), bare) is { } without)
            yield return $"{Quoted(text)} without special tokens: {without}";
        foreach (var (name, skip) in new[] { ("decoded", false), ("decoded_skip_special", true) })
        {
            if (entry.TryGetProperty(name, out var decoded)
                && tokenizer.Decode(skip ? ids : bare, skip) is var actual && actual != decoded.GetString())
            {
                yield return $"{name}: {Quoted(actual)}, recorded {Quoted(decoded.GetString()!)}";
            }
        }
    }

    private static IEnumerable<string> Padded(Tokenizer tokenizer, JsonElement padded)
    {
        var shape = new BatchShape
        {
            MaxLength = padded.GetProperty("max_length").GetInt32(),
            PadId = padded.GetProperty("pad_id").GetInt32(),
            PadLeft = padded.TryGetProperty("padding_side", out var side) && side.GetString() == "left",
        };
        foreach (var entry in padded.GetProperty("cases").EnumerateArray())
        {
            var text = entry.GetProperty("text").GetString()!;
            var batch = tokenizer.Encode([text], shape);
            if (Different([.. batch.Ids.Select(id => (int)id)], Ids(entry, "ids")) is { } ids)
                yield return $"{Quoted(text)} padded: {ids}";
            if (Different([.. batch.Mask.Select(seen => (int)seen)], Ids(entry, "attention_mask")) is { } mask)
                yield return $"{Quoted(text)} mask: {mask}";
        }
    }

    private static int[] Ids(JsonElement entry, string name) =>
        [.. entry.GetProperty(name).EnumerateArray().Select(id => id.GetInt32())];

    private static string? Different(int[] actual, int[] recorded) => actual.SequenceEqual(recorded)
        ? null
        : $"[{string.Join(" ", actual)}], recorded [{string.Join(" ", recorded)}]";

    private static string Quoted(string text) => JsonSerializer.Serialize(text);
}
