using System.Text;
using System.Text.Json;

namespace Mesh.Bench;

/// <summary>
/// A million bytes of text in many scripts: the words of the recorded cases in random order, and new ones.
/// </summary>
internal static class MixedText
{
    private const int Bytes = 1_000_000;
    private const int LineBytes = 200;
    private const double NewWords = 0.2;

    /// <param name="folder">Of tokenizers with recorded cases.</param>
    public static string[] Lines(string folder)
    {
        var words = Words(Path.Combine(folder, "llama3", "cases.json"));
        var random = new Random(0);
        var (lines, line, total) = (new List<string>(), new StringBuilder(), 0);
        while (total < Bytes)
        {
            var isNew = random.NextDouble() < NewWords;
            line.Append(isNew ? NewWord(random) : words[random.Next(words.Length)]).Append(' ');
            if (Encoding.UTF8.GetByteCount(line.ToString()) < LineBytes)
                continue;

            lines.Add(line.ToString());
            total += Encoding.UTF8.GetByteCount(lines[^1]) + 1;
            line.Clear();
        }

        return [.. lines];
    }

    private static string[] Words(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        return [.. document.RootElement.GetProperty("cases").EnumerateArray()
            .SelectMany(entry => entry.GetProperty("text").GetString()!.Split((char[]?)null))
            .Where(word => word.Length is > 0 and < 40)];
    }

    private static string NewWord(Random random) => string.Concat(Enumerable.Range(0, random.Next(2, 6))
        .Select(_ => $"{"bcdfghklmnprstvw"[random.Next(16)]}{"aeiou"[random.Next(5)]}"));
}
