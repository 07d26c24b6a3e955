namespace Mesh.Bench;

/// <summary>The table on the terminal.</summary>
internal static class Report
{
    /// <summary>Runs and prints each case.</summary>
    /// <returns>0 when every ratio meets its target, else 1.</returns>
    public static int Print(IReadOnlyList<BenchCase> cases, Race race)
    {
        Console.WriteLine($"{"case",-14} {"ours",12} {"peer",12} {"ratio",7} {"CPU",7} {"target",7}  what");
        var missed = 0;
        foreach (var item in cases)
        {
            var result = race.Run(item);
            missed += result.Ratio > item.Target ? 1 : 0;
            Console.WriteLine(
                $"{item.Name,-14} {Duration(result.Ours.Wall),12} {Duration(result.Theirs?.Wall),12} " +
                $"{result.Ratio,7:0.00} {result.CpuRatio,7:0.00} " +
                $"{item.Target,7:0.00}  {item.What}{Speed(result)}");
        }

        Console.WriteLine(missed == 0 ? "every target met" : $"{missed} of {cases.Count} targets missed");
        return missed == 0 ? 0 : 1;
    }

    private static string Speed(RaceResult result) =>
        result.Case.Flops > 0 ? $" ({result.Case.Flops / result.Ours.Wall / 1e9:0} GFLOP/s)" : "";

    private static string Duration(double? seconds) => seconds switch
    {
        null => "-",
        < 1e-3 => $"{seconds * 1e6:0.00} us",
        < 1 => $"{seconds * 1e3:0.00} ms",
        _ => $"{seconds:0.00} s",
    };
}
