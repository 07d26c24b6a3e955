using Mesh.Editing;
using Mesh.Editing.Report;
using Mesh.Video;

namespace Mesh.Cli.Edit;

/// <summary>What the person reads when an edit is done.</summary>
internal static class EditSummary
{
    /// <param name="report">What was measured.</param>
    /// <param name="abilities">What the model can be asked for; null when it is not known here.</param>
    public static void Print(EditReport report, ModelAbilities? abilities)
    {
        var output = Console.Out;
        output.WriteLine($"{report.Request.Output}: {report.Frames} frames of {report.Size} "
            + $"in {report.TotalSeconds:0.0} s ({Stages(report)})");
        output.WriteLine($"  model      {report.Model}, {report.Settings.Steps} steps, "
            + $"guidance {report.Settings.Guidance}, seed {report.Settings.Seed}");
        output.WriteLine($"  changed    {report.Change.ChangedShare:P1} of all pixels");
        output.WriteLine($"  elsewhere  {Outside(report.Change)}");
        output.WriteLine($"  kept       {Names(report.Preservation.Facts.Where(fact => fact.IsPreserved))}");
        foreach (var fact in report.Preservation.Facts.Where(fact => !fact.IsPreserved))
            output.WriteLine($"  not kept   {fact.Name}: {fact.Source} became {fact.Output}{Reason(fact)}");
        foreach (var note in report.Notes)
            output.WriteLine($"  note       {note}");
        if (report.Request.Compare is { } comparison)
            output.WriteLine($"  side by side in {comparison}");
        if (abilities is null)
            return;
        output.WriteLine($"  {report.Model} can {abilities.Can};");
        output.WriteLine($"  it cannot edit {abilities.Cannot}.");
    }

    private static string Stages(EditReport report) =>
        string.Join(", ", report.Seconds.Select(stage => $"{$"{stage.Key}".ToLowerInvariant()} {stage.Value:0.0}"));

    private static string Outside(ChangeReport change) => change.OutsidePsnr is { } psnr
        ? $"PSNR {psnr:0.0} dB, SSIM {change.OutsideSsim:0.0000}"
        : "no pixel lies far enough from a change to be compared";

    private static string Names(IEnumerable<PreservedFact> facts) =>
        string.Join(", ", facts.Select(fact => fact.Name)) is { Length: > 0 } names ? names : "nothing";

    private static string Reason(PreservedFact fact) => fact.Reason is { } reason ? $" ({reason})" : "";
}
