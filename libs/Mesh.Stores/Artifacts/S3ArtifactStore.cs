using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Mesh.Stores.Artifacts;

/// <summary>
/// Artifacts as objects of an S3 bucket. What is written goes to a local file first, so that an upload can be tried
/// again. Give the bucket a lifecycle rule that aborts incomplete uploads.
/// </summary>
public sealed class S3ArtifactStore : IArtifactStore, IDisposable
{
    private const int FetchAttempts = 5;

    private readonly S3ArtifactOptions _options;
    private readonly AmazonS3Client _client;
    private readonly S3Upload _upload;
    private readonly ArtifactCache _cache;

    /// <exception cref="ArgumentException">The options cannot work; every reason is named.</exception>
    public S3ArtifactStore(S3ArtifactOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = options.Validate().ToList();
        if (faults.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', faults), nameof(options));
        }

        _options = options;
        _client = Client(options);
        _upload = new S3Upload(_client, options);
        _cache = new ArtifactCache(options.CacheFolder, options.CacheBytes, options.CacheHold);
    }

    public async Task<bool> ExistsAsync(string key, CancellationToken cancellation = default) =>
        await HeadAsync(key, cancellation) is not null;

    public async Task<ArtifactInfo?> FindAsync(string key, CancellationToken cancellation = default) =>
        await HeadAsync(key, cancellation) is { } head ? new(key, head.ContentLength, Time(head.LastModified)) : null;

    public async Task WriteAsync(
        string key, Func<Stream, CancellationToken, Task> write, bool replace, CancellationToken cancellation = default)
    {
        if (!replace && await ExistsAsync(key, cancellation))
        {
            return;
        }

        var file = _cache.Temporary(ArtifactKey.Checked(key));
        try
        {
            await using (var stream = File.Create(file))
            {
                await write(stream, cancellation);
            }

            await CallAsync(key, () => _upload.PutAsync(key, file, replace, cancellation));
        }
        finally
        {
            File.Delete(file);
        }
    }

    public async Task WriteFileAsync(
        string key, string path, bool replace, CancellationToken cancellation = default)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"Artifact '{key}': there is no file '{path}' to store.", path);
        }

        if (replace || !await ExistsAsync(key, cancellation))
        {
            await CallAsync(key, () => _upload.PutAsync(ArtifactKey.Checked(key), path, replace, cancellation));
        }

        File.Delete(path);
    }

    public async Task<Stream> OpenReadAsync(
        string key, long offset = 0, CancellationToken cancellation = default)
    {
        var head = await HeadAsync(key, cancellation) ?? throw new ArtifactNotFoundException(key);
        if (offset < 0 || offset > head.ContentLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(offset),
                offset,
                $"Artifact '{key}' has {head.ContentLength} bytes: expected an offset of 0 to {head.ContentLength}.");
        }

        if (offset == head.ContentLength)
        {
            return Stream.Null;  // S3 has no empty ranges
        }

        var request = new GetObjectRequest { BucketName = _options.Bucket, Key = key };
        if (offset > 0)
        {
            request.ByteRange = new ByteRange(offset, head.ContentLength - 1);
            request.EtagToMatch = head.ETag;
        }

        return (await CallAsync(key, () => _client.GetObjectAsync(request, cancellation))).ResponseStream;
    }

    public async Task<string> FetchAsync(string key, CancellationToken cancellation = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            var head = await HeadAsync(key, cancellation) ?? throw new ArtifactNotFoundException(key);
            try
            {
                return await _cache.GetAsync(
                    key, head.ETag, (path, token) => DownloadAsync(key, head.ETag, path, token), cancellation);
            }
            catch (ArtifactStoreException error) when (attempt < FetchAttempts && IsReplaced(error))
            {
                continue;
            }
        }
    }

    public async Task DeleteAsync(string prefix, CancellationToken cancellation = default)
    {
        ArtifactKey.CheckedPrefix(prefix);
        await foreach (var page in PagesAsync(prefix, cancellation))
        {
            var request = new DeleteObjectsRequest
            {
                BucketName = _options.Bucket,
                Objects = [.. page.Select(found => new KeyVersion { Key = found.Key })],
                Quiet = true,
            };
            await CallAsync(prefix, () => _client.DeleteObjectsAsync(request, cancellation));
        }
    }

    public async IAsyncEnumerable<ArtifactInfo> ListAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var page in PagesAsync(prefix, cancellation))
        {
            foreach (var found in page)
            {
                yield return found;
            }
        }
    }

    public Task<int> SweepAsync(TimeSpan age, CancellationToken cancellation = default) =>
        Task.FromResult(_cache.Sweep(age, cancellation));

    public void Dispose() => _client.Dispose();

    private static AmazonS3Client Client(S3ArtifactOptions options)
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

    private async Task<GetObjectMetadataResponse?> HeadAsync(string key, CancellationToken cancellation)
    {
        try
        {
            return await CallAsync(
                key, () => _client.GetObjectMetadataAsync(_options.Bucket, ArtifactKey.Checked(key), cancellation));
        }
        catch (ArtifactNotFoundException)
        {
            return null;
        }
    }

    private async Task DownloadAsync(string key, string version, string path, CancellationToken cancellation)
    {
        var request = new GetObjectRequest { BucketName = _options.Bucket, Key = key, EtagToMatch = version };
        using var response = await CallAsync(key, () => _client.GetObjectAsync(request, cancellation));
        await using var file = File.Create(path);
        await CallAsync(key, () => response.ResponseStream.CopyToAsync(file, cancellation));
        if (file.Length != response.ContentLength)
        {
            throw new ArtifactStoreException(
                $"Artifact '{key}': expected {response.ContentLength} bytes, got {file.Length}; the server hung up.");
        }
    }

    // The artifact of that very name, then pages of those below it.
    private async IAsyncEnumerable<IReadOnlyList<ArtifactInfo>> PagesAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var key = prefix.Length == 0 ? "" : ArtifactKey.CheckedPrefix(prefix);
        if (key.Length > 0 && await FindAsync(key, cancellation) is { } itself)
        {
            yield return [itself];
        }

        var request = new ListObjectsV2Request
        {
            BucketName = _options.Bucket,
            Prefix = key.Length == 0 ? null : key + "/",
        };
        do
        {
            var page = await CallAsync(key, () => _client.ListObjectsV2Async(request, cancellation));
            if (page.S3Objects is { Count: > 0 } objects)
            {
                yield return [.. objects.Select(found =>
                    new ArtifactInfo(found.Key, found.Size ?? 0, Time(found.LastModified)))];
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);
    }

    private Task CallAsync(string key, Func<Task> call) => CallAsync(key, async () =>
    {
        await call();
        return true;
    });

    private async Task<T> CallAsync<T>(string key, Func<Task<T>> call)
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
                $"Artifact '{key}' in bucket '{_options.Bucket}' at {_options.Endpoint?.ToString() ?? "AWS"}: "
                + error.Message,
                error);
        }
    }

    private static bool IsReplaced(ArtifactStoreException error) =>
        error.InnerException is AmazonS3Exception { StatusCode: HttpStatusCode.PreconditionFailed };

    private static DateTimeOffset Time(DateTime? time) =>
        new(DateTime.SpecifyKind(time ?? DateTime.UnixEpoch, DateTimeKind.Utc));
}
