namespace Mesh.ServiceDefaults.Dapr;

/// <summary>
/// Where the stages' gRPC services are, section "Mesh:Stages": "dns:///vae:8081" spreads calls over all pods behind a
/// headless service, "http://127.0.0.1:5002" is one process. Not needed where a Dapr sidecar finds them.
/// </summary>
public sealed record StageAddresses
{
    public const string Section = "Mesh:Stages";

    public string? Encoder { get; init; }

    public string? Vae { get; init; }

    public string? Dit { get; init; }

    /// <summary>An API key that the stages know, for calls to them; null for stages that ask nobody.</summary>
    public string? ApiKey { get; init; }

    // A record prints its members; a key does not belong in a log.
    public override string ToString() => $"encoder at {Encoder}, vae at {Vae}, dit at {Dit}";

    /// <summary>Address of a service by its deploy name; null when it is not set.</summary>
    internal string? Of(string service) => service switch
    {
        "encoder" => Encoder,
        "vae" => Vae,
        "dit" => Dit,
        _ => throw new ArgumentException($"'{service}' is none of encoder, vae and dit.", nameof(service)),
    };
}
