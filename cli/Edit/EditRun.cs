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
        EditMachine machine,
        bool json,
        CancellationToken cancellation)
    {
        if (adapters.Count > 0 && machine.Memory is not null)
        {
            throw new UsageException(
                "--lora and --memory exclude each other: fold the adapter in first, mesh models convert --lora.");
        }
        using var model = await machine.LoadAsync(modelFolder, request.Input, cancellation);
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
