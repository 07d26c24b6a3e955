using Mesh.Contracts.Bus;

namespace Mesh.ServiceDefaults.Bus;

/// <summary>Names and addresses of the mesh's queues.</summary>
/// <remarks>
/// Always sent to as "exchange:NAME": "queue:NAME" would declare the queue again without its arguments, which the
/// broker refuses (406).
/// </remarks>
public static class MeshQueues
{
    /// <summary>How slips end; shared by every gateway.</summary>
    public const string Ended = "mesh.ended";

    /// <summary>Messages that were given up: too often delivered, or unreadable.</summary>
    public const string Dead = "mesh.dead";

    /// <summary>All priority classes, most urgent first.</summary>
    public static IReadOnlyList<EditPriority> Priorities { get; } = Enum.GetValues<EditPriority>();

    /// <summary>Queues of all stages and priority classes.</summary>
    public static IEnumerable<string> Stages { get; } =
        [.. from stage in Enum.GetValues<EditStageName>() from priority in Priorities select Of(stage, priority)];

    /// <summary>For example "mesh.vae-encode.standard".</summary>
    public static string Of(EditStageName stage, EditPriority priority) => $"mesh.{Word(stage)}.{Word(priority)}";

    /// <summary>Where to send what is meant for a queue.</summary>
    public static Uri Address(string queue) => new($"exchange:{queue}");

    /// <summary>Stage and priority class that a queue's name tells.</summary>
    public static (EditStageName Stage, EditPriority Priority) Parse(string queue)
    {
        foreach (var stage in Enum.GetValues<EditStageName>())
        {
            foreach (var priority in Priorities)
            {
                if (Of(stage, priority) == queue)
                    return (stage, priority);
            }
        }
        throw new ArgumentException($"'{queue}' is not the queue of a stage, such as {Stages.First()}.", nameof(queue));
    }

    /// <summary>A stage as people and queues name it, for example "vae-encode".</summary>
    public static string Word(EditStageName stage) => stage switch
    {
        EditStageName.VaeEncode => "vae-encode",
        EditStageName.VaeDecode => "vae-decode",
        _ => stage.ToString().ToLowerInvariant(),
    };

    private static string Word(EditPriority priority) => priority.ToString().ToLowerInvariant();
}
