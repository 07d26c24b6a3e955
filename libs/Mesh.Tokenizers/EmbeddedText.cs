using System.Reflection;

namespace Mesh.Tokenizers;

/// <summary>Tables that are part of this assembly.</summary>
internal static class EmbeddedText
{
    /// <summary>The lines of a table, without comments.</summary>
    public static IEnumerable<string> Lines(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
                yield return line;
        }
    }
}
