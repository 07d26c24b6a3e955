using System.Globalization;
using System.Text;

namespace Mesh.Nano.Ablation;

/// <summary>What a comparison leaves to read: a table, every figure, curves.</summary>
internal static class AblationFiles
{
    /// <summary>Writes the files anew from what is done.</summary>
    public static void Write(string folder, AblationResult result)
    {
        File.WriteAllText(Path.Combine(folder, "table.md"), AblationTable.Write(result));
        File.WriteAllText(Path.Combine(folder, "scores.csv"), Csv(result.Points));
        File.WriteAllText(Path.Combine(folder, "curves.svg"), AblationChart.Draw(result));
    }

    private static string Csv(IReadOnlyList<AblationPoint> points)
    {
        var text = new StringBuilder("seed,arm,step,success,shuffled,outside_db,autoencoder_outside_db");
        foreach (var type in AblationTable.Types)
            text.Append(',').Append(AblationTable.Name(type));
        text.Append('\n');
        foreach (var (seed, arm, step, report) in points)
        {
            text.Append(CultureInfo.InvariantCulture, $"{seed},{arm},{step},{report.Success.Rate:0.0000},")
                .Append(CultureInfo.InvariantCulture, $"{report.Shuffled.Rate:0.0000},{report.OutsidePsnr:0.00},")
                .Append(CultureInfo.InvariantCulture, $"{report.VaeOutsidePsnr:0.00}");
            foreach (var type in AblationTable.Types)
                text.Append(CultureInfo.InvariantCulture, $",{report.ByType[type].Rate:0.0000}");
            text.Append('\n');
        }
        return text.ToString();
    }
}
