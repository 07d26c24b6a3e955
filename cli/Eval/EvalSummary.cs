using Mesh.Editing;
using Mesh.Nano.Evaluation;

namespace Mesh.Cli.Eval;

/// <summary>What the person reads when an evaluation is done.</summary>
internal static class EvalSummary
{
    public static void Print(EvaluationReport report, EditModel model, ModelSceneEditor editor, string? sheet)
    {
        var output = Console.Out;
        output.WriteLine($"{model.Name}: {report.Cases} held-out cases, seed {report.Seed}, "
            + $"{editor.Steps} steps, guidance {editor.Guidance}");
        output.WriteLine();
        output.WriteLine($"{"",-18}{"success",9}{"ceiling",9}{"cases",7}");
        foreach (var (type, rate) in report.ByType)
            output.WriteLine($"{type,-18}{rate.Rate,9:P1}{report.CeilingByType[type].Rate,9:P1}{rate.Cases,7}");
        output.WriteLine($"{"all",-18}{report.Success.Rate,9:P1}{report.Ceiling.Rate,9:P1}{report.Cases,7}");
        output.WriteLine();
        foreach (var (split, rate) in report.BySplit)
            output.WriteLine($"{split,-18}{rate.Rate,9:P1}{"",9}{rate.Cases,7}");
        output.WriteLine();
        output.WriteLine($"{"unedited source",-18}{report.Identity.Rate,9:P1}");
        output.WriteLine($"{"shuffled",-18}{report.Shuffled.Rate,9:P1}");
        output.WriteLine();
        output.WriteLine($"autoencoder {report.VaePsnr:0.0} dB; outside the edit {report.OutsidePsnr:0.0} dB, "
            + $"{report.OutsideLoss:0.0} dB below the autoencoder's own");
        output.WriteLine($"composed on the source, as edits are shown: {report.Delivered.Rate:P1} success, "
            + $"{report.DeliveredOutsidePsnr:0.0} dB outside the edit");
        if (sheet is not null)
            output.WriteLine($"contact sheet in {sheet}");
    }
}
