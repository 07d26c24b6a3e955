using Mesh.Contracts.Bus;

namespace Mesh.ServiceDefaults.Telemetry;

/// <summary>Attributes of metrics and spans. Metrics never carry an edit, a tenant or anything without bound.</summary>
public static class MetricTags
{
    /// <summary>encode, vae-encode, denoise, vae-decode or finish.</summary>
    public const string Stage = "mesh.stage";

    /// <summary>interactive, standard or batch.</summary>
    public const string Priority = "mesh.priority";

    /// <summary>Name of the model; "default" when the request named none.</summary>
    public const string Model = "gen_ai.request.model";

    /// <summary>The GenAI conventions have no video operation; ours is "edit_video".</summary>
    public const string Operation = "gen_ai.operation.name";

    /// <summary>How a stage run ended: <see cref="StageOutcome"/> in lower case; of samples, kept or dropped.</summary>
    public const string Outcome = "mesh.outcome";

    /// <summary>How an edit ended: succeeded, failed or cancelled.</summary>
    public const string State = "mesh.edit.state";

    /// <summary>read or write.</summary>
    public const string Direction = "mesh.direction";

    /// <summary>Index of a GPU, for example "gpu:0".</summary>
    public const string Device = "mesh.device";

    /// <summary>used or total.</summary>
    public const string Kind = "mesh.memory.kind";

    /// <summary>Of a curation: probe, scenes, motion, duplicates, clips...</summary>
    public const string Operator = "mesh.curation.operator";

    /// <summary>Why an operator dropped something: the same few words for all of a kind.</summary>
    public const string Reason = "mesh.curation.reason";

    /// <summary>look or make.</summary>
    public const string Step = "mesh.curation.step";

    /// <summary>Of a training step: data, forward, backward, optimizer, checkpoint or communication.</summary>
    public const string Part = "mesh.trainer.part";

    /// <summary>Spans only: the id of the edit.</summary>
    public const string EditId = "mesh.edit.id";

    /// <summary>The stage as attribute values and queue names spell it.</summary>
    public static string Of(EditStageName stage) => stage switch
    {
        EditStageName.Encode => "encode",
        EditStageName.VaeEncode => "vae-encode",
        EditStageName.Denoise => "denoise",
        EditStageName.VaeDecode => "vae-decode",
        EditStageName.Finish => "finish",
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "not a stage of an edit"),
    };

    /// <summary>The priority class as attribute values and queue names spell it.</summary>
    public static string Of(EditPriority priority) => priority switch
    {
        EditPriority.Interactive => "interactive",
        EditPriority.Standard => "standard",
        EditPriority.Batch => "batch",
        _ => throw new ArgumentOutOfRangeException(nameof(priority), priority, "not a priority class"),
    };

    internal static string OfModel(string? model) => string.IsNullOrEmpty(model) ? "default" : model;
}
