using System.Reflection;

namespace Mesh.Perception.Archives;

/// <summary>Operators that only compute: no file, no process-wide state, no output.</summary>
/// <remarks>
/// Names as after "torch." or, with a namespace, after "ops."; AllowedOperators.txt beside this file.
/// </remarks>
internal static class AllowedOperators
{
    private static readonly HashSet<string> Names = Read();

    public static bool Contains(string name) => Names.Contains(name);

    private static HashSet<string> Read()
    {
        using var stream = Assembly.GetExecutingAssembly()
            .GetManifestResourceStream($"{typeof(AllowedOperators).FullName}.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n')
            .Where(line => !line.StartsWith('#'))
            .SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ToHashSet(StringComparer.Ordinal);
    }
}
