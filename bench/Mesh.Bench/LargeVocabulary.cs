using System.Text.Json;

namespace Mesh.Bench;

/// <summary>A byte-level tokenizer as large as a published one: every piece joins two earlier ones.</summary>
internal static class LargeVocabulary
{
    private const int Letters = 26;

    public static void Write(string path, int size)
    {
        var pieces = Enumerable.Range(0, Letters).Select(i => $"{(char)('a' + i)}").ToList();
        var known = pieces.ToHashSet();
        var merges = new List<string>();
        var random = new Random(0);
        while (pieces.Count < size)
        {
            var (left, right) = (pieces[random.Next(pieces.Count)], pieces[random.Next(Letters)]);
            if (left.Length < 12 && known.Add(left + right))
            {
                pieces.Add(left + right);
                merges.Add($"{left} {right}");
            }
        }

        using var stream = File.Create(path);
        JsonSerializer.Serialize(stream, new
        {
            pre_tokenizer = new { type = "ByteLevel", add_prefix_space = false },
            model = new
            {
                type = "BPE",
                vocab = pieces.Select((piece, i) => (piece, i)).ToDictionary(pair => pair.piece, pair => pair.i),
                merges,
            },
        });
    }
}
