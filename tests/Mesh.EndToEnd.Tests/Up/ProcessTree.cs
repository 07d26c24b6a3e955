using System.Globalization;

namespace Mesh.EndToEnd.Tests.Up;

/// <summary>A process as the kernel knows it: numbers are given again, but not with the same start.</summary>
internal sealed record ProcessTree(int Id, int Parent, int Session, string Start, string Command)
{
    private const int ParentField = 1;
    private const int SessionField = 3;
    private const int StartField = 19;

    public bool IsAlive => Read(Id) is { } now && now.Start == Start;

    /// <summary>All that a process has started, directly or through others, and that is alive.</summary>
    public static IReadOnlyList<ProcessTree> Below(int root)
    {
        var children = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id != 0).Select(Read).OfType<ProcessTree>().ToLookup(process => process.Parent);
        return [.. Under(root)];

        IEnumerable<ProcessTree> Under(int id) =>
            children[id].SelectMany(child => Under(child.Id).Prepend(child));
    }

    public static int SessionOf(int id) => Read(id)!.Session;

    // Null for one that has ended, also while nobody has asked how.
    private static ProcessTree? Read(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : new(
                id,
                int.Parse(fields[ParentField], CultureInfo.InvariantCulture),
                int.Parse(fields[SessionField], CultureInfo.InvariantCulture),
                fields[StartField],
                File.ReadAllText($"/proc/{id}/cmdline").Replace('\0', ' '));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
