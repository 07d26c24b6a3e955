using System.Collections.Concurrent;
using Mesh.Stores.Artifacts;

namespace Mesh.Training.Checkpoints;

/// <summary>Where the checkpoints of a run are: a local folder, or s3://BUCKET/KEY.</summary>
/// <remarks>
/// A bucket is found by AWS's own variables: AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL for a server that is not AWS's,
/// AWS_REGION, and AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY, or whatever the machine offers.
/// </remarks>
public static class CheckpointPlace
{
    private const string Scheme = "s3://";

    // A client lives as long as its process.
    private static readonly ConcurrentDictionary<(string Place, string Cache), IArtifactStore> Buckets = [];

    public static bool IsBucket(string place) => place.StartsWith(Scheme, StringComparison.Ordinal);

    /// <param name="place">A folder, or s3://BUCKET/KEY.</param>
    /// <param name="cache">Local folder for what goes to a bucket or comes from it.</param>
    /// <exception cref="ArgumentException">The place names no bucket, or no key below one.</exception>
    public static IArtifactStore Open(string place, string cache) => IsBucket(place)
        ? Buckets.GetOrAdd((place, cache), static at => OpenBucket(at.Place, at.Cache))
        : new DirectoryArtifactStore(place);

    private static PrefixedArtifactStore OpenBucket(string place, string cache)
    {
        if (place[Scheme.Length..].TrimEnd('/').Split('/', 2) is not [{ Length: > 0 } bucket, var key]
            || !ArtifactKey.IsValid(key))
            throw new ArgumentException(
                $"'{place}' is no place for checkpoints: it must be a folder, or s3://BUCKET/KEY with a key of a-z, "
                + "0-9, '-', '.', '_' and '/'.");
        var endpoint = Variable("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL");
        var options = new S3ArtifactOptions
        {
            Bucket = bucket,
            Endpoint = endpoint is null ? null
                : Uri.TryCreate(endpoint, UriKind.Absolute, out var address) ? address
                : throw new ArgumentException($"AWS_ENDPOINT_URL must be an http or https URL, got '{endpoint}'."),
            PathStyle = endpoint is not null,
            CacheFolder = cache,
        };
        return new PrefixedArtifactStore(
            new S3ArtifactStore(Variable("AWS_REGION", "AWS_DEFAULT_REGION") is { } region
                ? options with { Region = region }
                : options),
            key);
    }

    private static string? Variable(params string[] names) =>
        names.Select(Environment.GetEnvironmentVariable).FirstOrDefault(value => !string.IsNullOrEmpty(value));
}
