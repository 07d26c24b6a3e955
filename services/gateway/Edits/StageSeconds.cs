using System.Text.Json;
using System.Text.Json.Nodes;
using MassTransit.Courier.Contracts;
using Mesh.Contracts.Bus;
using Mesh.ServiceDefaults.Bus;

namespace Mesh.Gateway.Edits;

/// <summary>Puts the seconds of the stages before into a report, which knows only those of its own stage.</summary>
internal static class StageSeconds
{
    // What the report calls them.
    private static readonly (EditStageName Stage, string Name)[] Before =
        [(EditStageName.Encode, "text"), (EditStageName.VaeEncode, "encode"), (EditStageName.Denoise, "denoise")];

    /// <param name="report">JSON with "seconds" and "totalSeconds".</param>
    /// <param name="done">The stages that the slip has been through; of one that ran twice, the last time counts.
    /// </param>
    public static string Add(string report, IEnumerable<ActivityLog> done)
    {
        var durations = done.ToLookup(log => log.Name, log => log.Duration.TotalSeconds);
        var json = JsonNode.Parse(report)!.AsObject();
        var all = new JsonObject();
        foreach (var (stage, name) in Before)
        {
            if (durations[MeshQueues.Word(stage)].LastOrDefault() is var seconds and > 0)
                all[name] = seconds;
        }
        var total = all.Sum(stage => (double)stage.Value!) + (double)json["totalSeconds"]!;
        foreach (var (name, seconds) in json["seconds"]!.AsObject().ToArray())
            all[name] = seconds!.DeepClone();
        (json["seconds"], json["totalSeconds"]) = (all, total);
        return json.ToJsonString(Indented);
    }

    private static JsonSerializerOptions Indented { get; } = new() { WriteIndented = true };
}
