using System.Collections.Concurrent;
using Mesh.Stores.Artifacts;

namespace Mesh.Training.Checkpoints;

/// <summary>Where the checkpoints of a run are: a local folder, or s3://BUCKET/KEY.</summary>
public static class CheckpointPlace
{
    private const string Scheme = "s3://";

    // A client lives as long as its process.
    private static readonly ConcurrentDictionary<(string, string, BucketAddress), IArtifactStore> Buckets = [];

    public static bool IsBucket(string place) => place.StartsWith(Scheme, StringComparison.Ordinal);

    /// <param name="place">A folder, or s3://BUCKET/KEY.</param>
    /// <param name="cache">Local folder for what goes to a bucket or comes from it.</param>
    /// <param name="address">Where buckets are.</param>
    /// <exception cref="ArgumentException">The place names no bucket, or no key below one.</exception>
    public static IArtifactStore Open(string place, string cache, BucketAddress address) => IsBucket(place)
        ? Buckets.GetOrAdd((place, cache, address), _ => OpenBucket(place, cache, address))
        : new DirectoryArtifactStore(place);

    private static PrefixedArtifactStore OpenBucket(string place, string cache, BucketAddress address)
    {
        if (place[Scheme.Length..].TrimEnd('/').Split('/', 2) is not [{ Length: > 0 } bucket, var key]
            || !ArtifactKey.IsValid(key))
            throw new ArgumentException(
                $"'{place}' is no place for checkpoints: it must be a folder, or s3://BUCKET/KEY with a key of a-z, "
                + "0-9, '-', '.', '_' and '/'.");
        var options = new S3ArtifactOptions
        {
            Bucket = bucket,
            Endpoint = address.Endpoint,
            PathStyle = address.Endpoint is not null,
            CacheFolder = cache,
        };
        return new PrefixedArtifactStore(
            new S3ArtifactStore(address.Region is { } region ? options with { Region = region } : options), key);
    }
}
