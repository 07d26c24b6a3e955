namespace Mesh.Stores.Artifacts;

/// <summary>Where an S3 bucket is and how it is used.</summary>
public sealed record S3ArtifactOptions
{
    /// <summary>Smallest part that S3 takes, 5 MiB.</summary>
    public const long MinPartBytes = 5 << 20;

    public required string Bucket { get; init; }

    /// <summary>Address of a server that speaks S3; null for that of AWS in <see cref="Region"/>.</summary>
    public Uri? Endpoint { get; init; }

    public string Region { get; init; } = "us-east-1";

    /// <summary>Whether the bucket is named in the path and not in the host; most servers but AWS's need it.</summary>
    public bool PathStyle { get; init; }

    /// <summary>With <see cref="SecretKey"/>; null for what the machine offers (roles, profiles).</summary>
    public string? AccessKey { get; init; }

    public string? SecretKey { get; init; }

    /// <summary>Local folder for what is being uploaded and what was fetched.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>How much of it may stay; default 32 GiB.</summary>
    public long CacheBytes { get; init; } = 32L << 30;

    /// <summary>How long a fetched file stays at least after it was last asked for; default an hour.</summary>
    public TimeSpan CacheHold { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Larger artifacts go up in parts of this size; default 64 MiB.</summary>
    public long PartBytes { get; init; } = 64 << 20;

    /// <summary>Whether the server knows If-None-Match, so that it decides which of two writers was first; one that
    /// does not is asked before instead.</summary>
    public bool ConditionalWrites { get; init; } = true;

    /// <summary>Every setting that cannot work, one line each.</summary>
    public IEnumerable<string> Validate()
    {
        if (string.IsNullOrWhiteSpace(Bucket))
        {
            yield return "S3 Bucket: expected the name of a bucket, got none.";
        }

        if (string.IsNullOrWhiteSpace(CacheFolder))
        {
            yield return "S3 CacheFolder: expected a local folder, got none.";
        }

        if (Endpoint is { } endpoint && !(endpoint.IsAbsoluteUri && endpoint.Scheme is "http" or "https"))
        {
            yield return $"S3 Endpoint: expected an http or https URL, got '{endpoint}'.";
        }

        if (AccessKey is null != SecretKey is null)
        {
            yield return "S3 AccessKey and SecretKey: expected both or neither, got one.";
        }

        if (PartBytes < MinPartBytes)
        {
            yield return $"S3 PartBytes: expected at least {MinPartBytes}, got {PartBytes}.";
        }

        if (CacheBytes < 0 || CacheHold < TimeSpan.Zero)
        {
            yield return $"S3 CacheBytes and CacheHold: expected 0 or more, got {CacheBytes} and {CacheHold}.";
        }
    }
}
