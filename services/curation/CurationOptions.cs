using Mesh.Curation.Vlm;
using Mesh.Curator.Tools;

namespace Mesh.Curator;

/// <summary>Settings of the curation service, section "Mesh:Curation".</summary>
public sealed record CurationOptions
{
    public const string Section = "Mesh:Curation";

    /// <summary>Folders whose films jobs may name; none, and no job is taken.</summary>
    public IReadOnlyList<string> InputFolders { get; init; } = [];

    /// <summary>Films that this worker looks at at a time.</summary>
    public int Looks { get; init; } = 1;

    /// <summary>Films whose samples this worker makes at a time; a slow model is waited for here.</summary>
    public int Makes { get; init; } = 2;

    /// <summary>Threads of one decoder; null for its own choice.</summary>
    public int? DecoderThreads { get; init; } = 1;

    /// <summary>Longest list of films of one job.</summary>
    public int MaxSources { get; init; } = 1_000_000;

    /// <summary>How long a model that is away is waited for before a film is given back to its queue.</summary>
    public TimeSpan ModelPatience { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Between two attempts at a model that is away.</summary>
    public TimeSpan ModelPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Folder of DINOv2's weights; null for recipes that find duplicates without.</summary>
    public string? EmbedderFolder { get; init; }

    /// <summary>TorchScript archive of a point tracker; null for recipes that score motion without.</summary>
    public string? TrackerFile { get; init; }

    /// <summary>The address of a server of mesh.curation.v1.Tool that segments; null for recipes that need none.
    /// </summary>
    public string? MaskTool { get; init; }

    /// <summary>
    /// What makes depth films: a folder of Depth Anything's weights, a TorchScript archive, or the address of a server
    /// of mesh.curation.v1.Tool; null for recipes that need none.
    /// </summary>
    public string? Depth { get; init; }

    /// <summary>The vision language model; null for recipes that need none.</summary>
    public ModelEndpoint? Vlm { get; init; }

    /// <exception cref="InvalidOperationException">The language model has no address or no name.</exception>
    internal ToolPlaces Places() => new()
    {
        Embedder = EmbedderFolder,
        Tracker = TrackerFile,
        Masks = MaskTool,
        Depth = Depth,
        Vlm = Vlm is { Endpoint.Length: > 0 } ? Vlm.ForClient() : null,
    };
}

/// <summary>How to reach the model, as configuration has it.</summary>
public sealed record ModelEndpoint
{
    public string Endpoint { get; init; } = "";

    public string Model { get; init; } = "";

    public string? ApiKey { get; init; }

    public int Concurrency { get; init; } = 4;

    public int Attempts { get; init; } = 8;

    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    public double? RequestsPerSecond { get; init; }

    public double InputPrice { get; init; }

    public double OutputPrice { get; init; }

    /// <exception cref="InvalidOperationException">The settings name no address or no model.</exception>
    internal VlmOptions ForClient() => new()
    {
        Endpoint = Uri.TryCreate(Endpoint, UriKind.Absolute, out var address) && Model.Length > 0
            ? address
            : throw new InvalidOperationException(
                $"Mesh:Curation:Vlm needs Endpoint (an address with /v1) and Model, got '{Endpoint}' and '{Model}'."),
        Model = Model,
        ApiKey = ApiKey,
        Concurrency = Concurrency,
        Attempts = Attempts,
        FirstPause = FirstPause,
        RequestsPerSecond = RequestsPerSecond,
        InputPrice = InputPrice,
        OutputPrice = OutputPrice,
    };

    // A record prints its members; a key does not belong in a log.
    public override string ToString() => $"{Model} at {Endpoint}";
}
