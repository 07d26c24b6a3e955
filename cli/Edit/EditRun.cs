using System.Text.Json;
using Mesh.Editing;

namespace Mesh.Cli.Edit;

/// <summary>Runs one edit and tells how it goes.</summary>
internal static class EditRun
{
    public static async Task<ExitCode> RunAsync(
        EditRequest request,
        string modelFolder,
        IReadOnlyList<ModelLora> adapters,
        int? threads,
        bool json,
        CancellationToken cancellation)
    {
        Compute.UseThreads(threads);
        using var model = ModelFolder.Load(modelFolder);
        foreach (var adapter in adapters)
            adapter.FoldInto(model);
        EditReport report;
        using (var display = EditDisplay.Create(silent: json))
            report = await new VideoEditor(model).EditAsync(request, display, cancellation);

        if (json)
            Console.Out.WriteLine(JsonSerializer.Serialize(report, EditReport.Json));
        else
            EditSummary.Print(report, model.Abilities);
        return ExitCode.Done;
    }
}
