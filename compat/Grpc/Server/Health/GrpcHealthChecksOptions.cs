namespace Grpc.AspNetCore.HealthChecks;

/// <summary>Which health checks of ASP.NET Core stand behind which service.</summary>
public sealed class GrpcHealthChecksOptions
{
    /// <summary>All checks stand behind the server as a whole, "", unless mapped otherwise.</summary>
    public ServiceMappingCollection Services { get; } = [];

    /// <summary>Whether watches go on while the server stops. Off unless set.</summary>
    public bool SuppressCompletionOnShutdown { get; set; }

    /// <summary>Whether Check gives the last published result instead of running the checks. Off unless set.</summary>
    public bool UseHealthChecksCache { get; set; }
}

/// <summary>A registered check, to be chosen from.</summary>
public sealed class HealthCheckMapContext(string name, IEnumerable<string> tags)
{
    public string Name { get; } = name ?? throw new ArgumentNullException(nameof(name));

    public IEnumerable<string> Tags { get; } = tags ?? throw new ArgumentNullException(nameof(tags));
}
