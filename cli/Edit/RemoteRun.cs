using System.Text.Json;
using Mesh.Editing;

namespace Mesh.Cli.Edit;

/// <summary>Runs one edit in a mesh and tells how it goes, as <see cref="EditRun"/> does for a local one.</summary>
internal static class RemoteRun
{
    /// <param name="server">Address of the gateway's gRPC port.</param>
    /// <param name="key">API key or bearer token; null for none.</param>
    /// <param name="request">What to do.</param>
    /// <param name="model">Name of a model that the mesh serves; empty for its default.</param>
    /// <param name="json">Whether to print the report as JSON and nothing else.</param>
    /// <param name="cancellation">Also cancels the edit in the mesh.</param>
    public static async Task<ExitCode> RunAsync(
        string server, string? key, EditRequest request, string model, bool json, CancellationToken cancellation)
    {
        // What only the model knows is checked by the mesh.
        request.Validate(ModelAbilities.Any, model);
        using var channel = RemoteChannel.Open(server);
        var gateway = RemoteChannel.Client(channel, key);

        EditReport report;
        using (var display = EditDisplay.Create(silent: json))
            report = await new RemoteEdit(gateway).RunAsync(request, model, display, cancellation);

        if (json)
            Console.Out.WriteLine(JsonSerializer.Serialize(report, EditReport.Json));
        else
            EditSummary.Print(report, report.Model == ModelOption.Default ? ModelAbilities.Nano : null);
        return ExitCode.Done;
    }
}
