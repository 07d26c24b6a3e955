using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Mesh.Stores.Artifacts;

/// <summary>Calls to one bucket, with the errors of the store.</summary>
internal sealed class S3Bucket(S3ArtifactOptions options) : IDisposable
{
    public AmazonS3Client Client { get; } = Connect(options);

    public async Task<GetObjectMetadataResponse?> HeadAsync(string key, CancellationToken cancellation)
    {
        try
        {
            return await CallAsync(
                key, () => Client.GetObjectMetadataAsync(options.Bucket, ArtifactKey.Checked(key), cancellation));
        }
        catch (ArtifactNotFoundException)
        {
            return null;
        }
    }

    public async Task<ArtifactInfo?> FindAsync(string key, CancellationToken cancellation) =>
        await HeadAsync(key, cancellation) is { } head ? new(key, head.ContentLength, Time(head.LastModified)) : null;

    /// <summary>The artifact of that very name, then pages of those below it.</summary>
    public async IAsyncEnumerable<IReadOnlyList<ArtifactInfo>> PagesAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var key = prefix.Length == 0 ? "" : ArtifactKey.CheckedPrefix(prefix);
        if (key.Length > 0 && await FindAsync(key, cancellation) is { } itself)
        {
            yield return [itself];
        }

        var request = new ListObjectsV2Request
        {
            BucketName = options.Bucket,
            Prefix = key.Length == 0 ? null : key + "/",
        };
        do
        {
            var page = await CallAsync(key, () => Client.ListObjectsV2Async(request, cancellation));
            if (page.S3Objects is { Count: > 0 } objects)
            {
                yield return [.. objects.Select(found =>
                    new ArtifactInfo(found.Key, found.Size ?? 0, Time(found.LastModified)))];
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);
    }

    /// <summary>A call about an artifact.</summary>
    /// <exception cref="ArtifactNotFoundException">There is none.</exception>
    /// <exception cref="ArtifactStoreException">The server or the way to it failed.</exception>
    public Task CallAsync(string key, Func<Task> call) => CallAsync(key, async () =>
    {
        await call();
        return true;
    });

    public async Task<T> CallAsync<T>(string key, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (AmazonS3Exception error)
            when (error.StatusCode == HttpStatusCode.NotFound && error.ErrorCode != "NoSuchBucket")
        {
            throw new ArtifactNotFoundException(key, error);
        }
        catch (Exception error) when (error is AmazonClientException or AmazonServiceException or HttpRequestException)
        {
            throw new ArtifactStoreException(
                $"Artifact '{key}' in bucket '{options.Bucket}' at {options.Endpoint?.ToString() ?? "AWS"}: "
                + error.Message,
                error);
        }
    }

    public void Dispose() => Client.Dispose();

    private static AmazonS3Client Connect(S3ArtifactOptions options)
    {
        var config = new AmazonS3Config
        {
            ForcePathStyle = options.PathStyle,
            AuthenticationRegion = options.Region,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint.ToString();
        }
        else
        {
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(options.Region);
        }

        return options.AccessKey is null
            ? new AmazonS3Client(config)
            : new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), config);
    }

    private static DateTimeOffset Time(DateTime? time) =>
        new(DateTime.SpecifyKind(time ?? DateTime.UnixEpoch, DateTimeKind.Utc));
}
