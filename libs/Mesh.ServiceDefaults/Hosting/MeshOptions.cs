using System.ComponentModel.DataAnnotations;

namespace Mesh.ServiceDefaults.Hosting;

/// <summary>
/// Settings of a host, section "Mesh" of the configuration: appsettings.json, environment (Mesh__GrpcPort=5000) or
/// command line (--Mesh:GrpcPort 5000). <see cref="MeshOptionsRules"/> checks them before anything starts.
/// </summary>
public sealed record MeshOptions
{
    public const string Section = "Mesh";

    /// <summary>What carries messages between services.</summary>
    public MeshTransport Transport { get; init; } = MeshTransport.InMemory;

    /// <summary>The broker; used by <see cref="MeshTransport.RabbitMq"/>.</summary>
    public RabbitMqOptions RabbitMq { get; init; } = new();

    /// <summary>How queues, retries and leases behave.</summary>
    public BusOptions Bus { get; init; } = new();

    /// <summary>Where films and latents lie.</summary>
    public ArtifactOptions Artifacts { get; init; } = new();

    /// <summary>Where edits and leases are recorded.</summary>
    public JobOptions Jobs { get; init; } = new();

    /// <summary>Which models are served.</summary>
    public ModelOptions Models { get; init; } = new();

    /// <summary>Which picture editors are served.</summary>
    public PictureModelOptions Pictures { get; init; } = new();

    /// <summary>Pictures of edits while they are denoised.</summary>
    public PreviewOptions Previews { get; init; } = new();

    /// <summary>How published weights are tried.</summary>
    public CanaryOptions Canary { get; init; } = new();

    /// <summary>IP address to listen on; "0.0.0.0" or "::" for all.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>Port of gRPC: HTTP/2 without TLS; 0 picks a free one.</summary>
    [Range(0, 65535)]
    public int GrpcPort { get; init; }

    /// <summary>Port of HTTP/1: REST and probes; 0 picks a free one.</summary>
    [Range(0, 65535)]
    public int HttpPort { get; init; }

    /// <summary>Certificate for both ports; null listens in clear text.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>CPU threads of the networks, 1 to 1024; null for all cores.</summary>
    [Range(1, 1024)]
    public int? Threads { get; init; }

    /// <summary>How long a stop waits for what runs; must be longer than one step of the largest model.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>
    /// Whether the end of the standard input is a request to stop: whoever started this process held the other end and
    /// is dead.
    /// </summary>
    public bool StopWithInput { get; init; }
}

/// <summary>Ways for messages to get from one service to another.</summary>
public enum MeshTransport
{
    /// <summary>All services in one process.</summary>
    InMemory,

    RabbitMq,
}

/// <summary>A certificate and its key, PEM files.</summary>
public sealed record TlsOptions
{
    [Required]
    public string CertificateFile { get; init; } = "";

    [Required]
    public string KeyFile { get; init; } = "";
}

/// <summary>Pictures of edits while they are denoised; they take at most 2 % of the time.</summary>
public sealed record PreviewOptions
{
    /// <summary>Whether there are any; a dit then loads the autoencoder, too.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Least time to the first and between two.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(2);
}

/// <summary>One dit tries published weights before the others serve them.</summary>
public sealed record CanaryOptions
{
    /// <summary>How long it makes small edits with them; none that fails may be among them.</summary>
    public TimeSpan Trial { get; init; } = TimeSpan.FromSeconds(20);
}

/// <summary>Which models are served.</summary>
public sealed record ModelOptions
{
    /// <summary>Name of the model that an edit without one gets.</summary>
    [Required]
    public string Default { get; init; } = "nano";

    /// <summary>Where the networks run: cpu, cuda, or cuda and a number.</summary>
    [RegularExpression(@"cpu|cuda(:\d+)?", ErrorMessage = "must be cpu, cuda or cuda:N.")]
    public string Device { get; init; } = "cpu";

    /// <summary>Blocks of a denoiser that are on the device at once; null for all.</summary>
    [Range(1, 1000, ErrorMessage = "must be from 1 to 1000.")]
    public int? ResidentBlocks { get; init; }

    /// <summary>Folder of each model by name, in the serving layout.</summary>
    public IReadOnlyDictionary<string, string> Folders { get; init; } = new Dictionary<string, string>();
}

/// <summary>Which picture editors are served; none unless folders are named.</summary>
public sealed record PictureModelOptions
{
    /// <summary>Name of the editor that a request without one gets; empty for the first by name.</summary>
    public string Default { get; init; } = "";

    /// <summary>Folder of each editor by name, as published.</summary>
    public IReadOnlyDictionary<string, string> Folders { get; init; } = new Dictionary<string, string>();
}
