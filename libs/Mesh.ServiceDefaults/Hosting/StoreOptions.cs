using System.ComponentModel.DataAnnotations;
using Mesh.Stores.Artifacts;

namespace Mesh.ServiceDefaults.Hosting;

/// <summary>Where films and latents lie: a folder that all processes share, or S3.</summary>
public sealed record ArtifactOptions
{
    /// <summary>The folder; used when <see cref="S3"/> is null.</summary>
    public string? Directory { get; init; }

    public S3Options? S3 { get; init; }

    /// <summary>
    /// Films whose decoded frames take no more bytes than this keep them from one stage to the next, so that they are
    /// decoded once. The default is what is written and read in about the time that a decoder takes to start.
    /// </summary>
    [Range(0, long.MaxValue)]
    public long MaxFrameBytes { get; init; } = 16 << 20;
}

/// <summary>A bucket that speaks S3.</summary>
public sealed record S3Options
{
    [Required]
    public string Bucket { get; init; } = "";

    /// <summary>Server other than AWS, for example "http://minio:9000".</summary>
    public string? Endpoint { get; init; }

    /// <summary>Whether the server knows If-None-Match; AWS and MinIO do.</summary>
    public bool ConditionalWrites { get; init; } = true;

    public string Region { get; init; } = "us-east-1";

    /// <summary>Null, like <see cref="SecretKey"/>, for the credentials of the machine or pod.</summary>
    public string? AccessKey { get; init; }

    public string? SecretKey { get; init; }

    /// <summary>Folder for local copies.</summary>
    [Required]
    public string CacheDirectory { get; init; } = Path.Combine(Path.GetTempPath(), "mesh-artifacts");

    /// <summary>As the store takes it. Servers other than AWS want the bucket in the path.</summary>
    internal S3ArtifactOptions ForStore() => new()
    {
        Bucket = Bucket,
        Endpoint = Endpoint is { Length: > 0 } server ? new Uri(server, UriKind.RelativeOrAbsolute) : null,
        Region = Region,
        PathStyle = Endpoint is { Length: > 0 },
        AccessKey = AccessKey,
        SecretKey = SecretKey,
        CacheFolder = CacheDirectory,
        ConditionalWrites = ConditionalWrites,
    };

    public override string ToString() => $"{Endpoint ?? "s3:/"}/{Bucket}";
}

/// <summary>Where edits and leases are recorded: a SQLite file on one machine, or PostgreSQL.</summary>
public sealed record JobOptions
{
    /// <summary>Path of the SQLite file; used when <see cref="Postgres"/> is null.</summary>
    public string? Sqlite { get; init; }

    /// <summary>Connection string of PostgreSQL.</summary>
    public string? Postgres { get; init; }

    public override string ToString() => Postgres is null ? $"SQLite {Sqlite}" : "PostgreSQL";
}
