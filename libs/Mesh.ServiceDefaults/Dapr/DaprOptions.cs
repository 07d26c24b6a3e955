namespace Mesh.ServiceDefaults.Dapr;

/// <summary>What settings come from Dapr, section "Mesh:Dapr"; of no effect without a sidecar.</summary>
public sealed record DaprOptions
{
    public const string Section = "Mesh:Dapr";

    /// <summary>Component name of a secret store; null reads no secrets.</summary>
    public string? SecretStore { get; init; }

    /// <summary>The secret whose keys are settings, as in "Mesh__RabbitMq__Password".</summary>
    public string Secret { get; init; } = "mesh";

    /// <summary>Component name of a configuration store, whose changes are followed; null reads none.</summary>
    public string? ConfigurationStore { get; init; }

    /// <summary>How long the sidecar may take to be ready when the process starts.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(60);
}
