using System.Globalization;

namespace Mesh.Bench;

/// <summary>
/// Processor time of this process and all that descend from it, what has ended included, as Linux counts it. It hardly
/// sees what else the machine does.
/// </summary>
internal static class TreeTime
{
    // Linux counts in hundredths, whatever the kernel's own clock (USER_HZ).
    private const double Ticks = 100;

    // Of /proc/PID/stat behind the name: parent; user and system of itself, user and system of children it waited for.
    private const int Parent = 1;
    private const int FirstTime = 11;
    private const int Times = 4;

    /// <summary>Seconds so far.</summary>
    public static double Seconds()
    {
        var all = Processes();
        var children = all.ToLookup(process => process.Value.Parent, process => process.Key);
        var (sum, open) = (0.0, new Queue<int>([Environment.ProcessId]));
        while (open.TryDequeue(out var id))
        {
            sum += all[id].Ticks / Ticks;
            foreach (var child in children[id])
                open.Enqueue(child);
        }
        return sum;
    }

    private static Dictionary<int, (int Parent, long Ticks)> Processes()
    {
        var found = new Dictionary<int, (int, long)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id))
                continue;
            try
            {
                var stat = File.ReadAllText($"{folder}/stat");
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                var ticks = fields.Skip(FirstTime).Take(Times)
                    .Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
                found[id] = (int.Parse(fields[Parent], CultureInfo.InvariantCulture), ticks);
            }
            catch (IOException)
            {
                // It has ended in between.
            }
        }
        return found;
    }
}
