namespace Mesh.Curation.Vlm;

/// <summary>How to reach a vision language model: any server that speaks OpenAI's chat completions.</summary>
public sealed record VlmOptions
{
    /// <summary>Up to and with "/v1", for example "http://127.0.0.1:8000/v1".</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Sent as bearer token; null for none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>How often a question is asked at most, whatever goes wrong.</summary>
    public int Attempts { get; init; } = 8;

    /// <summary>Before the second attempt; doubles with each further one.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause, also of those that the server asks for.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Limit of one attempt.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Questions at a time.</summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>Attempts a second at most; null for no limit.</summary>
    public double? RequestsPerSecond { get; init; }

    /// <summary>Price of a million tokens that are sent.</summary>
    public double InputPrice { get; init; }

    /// <summary>Price of a million tokens that are answered.</summary>
    public double OutputPrice { get; init; }

    // A record prints its members; a key does not belong in a log.
    public override string ToString() => $"{Model} at {Endpoint}";
}
