using System.Net;
using System.Runtime.CompilerServices;
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
    private readonly S3Bucket _bucket;
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
        _bucket = new S3Bucket(options);
        _upload = new S3Upload(_bucket.Client, options);
        _cache = new ArtifactCache(options.CacheFolder, options.CacheBytes, options.CacheHold);
    }

    public async Task<bool> ExistsAsync(string key, CancellationToken cancellation = default) =>
        await _bucket.HeadAsync(key, cancellation) is not null;

    public async Task<ArtifactInfo?> FindAsync(string key, CancellationToken cancellation = default) =>
        await _bucket.FindAsync(key, cancellation);

    public async Task WriteAsync(
        string key,
        Func<Stream, CancellationToken, Task> write,
        bool replace,
        CancellationToken cancellation = default)
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

            await _bucket.CallAsync(key, () => _upload.PutAsync(key, file, replace, cancellation));
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
            await _bucket.CallAsync(key, () => _upload.PutAsync(ArtifactKey.Checked(key), path, replace, cancellation));
        }

        File.Delete(path);
    }

    public async Task<Stream> OpenReadAsync(
        string key, long offset = 0, CancellationToken cancellation = default)
    {
        var head = await _bucket.HeadAsync(key, cancellation) ?? throw new ArtifactNotFoundException(key);
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

        var response = await _bucket.CallAsync(key, () => _bucket.Client.GetObjectAsync(request, cancellation));
        return response.ResponseStream;
    }

    public async Task<string> FetchAsync(string key, CancellationToken cancellation = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            var head = await _bucket.HeadAsync(key, cancellation) ?? throw new ArtifactNotFoundException(key);
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
        await foreach (var page in _bucket.PagesAsync(prefix, cancellation))
        {
            var request = new DeleteObjectsRequest
            {
                BucketName = _options.Bucket,
                Objects = [.. page.Select(found => new KeyVersion { Key = found.Key })],
                Quiet = true,
            };
            await _bucket.CallAsync(prefix, () => _bucket.Client.DeleteObjectsAsync(request, cancellation));
        }
    }

    public async IAsyncEnumerable<ArtifactInfo> ListAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var page in _bucket.PagesAsync(prefix, cancellation))
        {
            foreach (var found in page)
            {
                yield return found;
            }
        }
    }

    public Task<int> SweepAsync(TimeSpan age, CancellationToken cancellation = default) =>
        Task.FromResult(_cache.Sweep(age, cancellation));

    public void Dispose() => _bucket.Dispose();

    private async Task DownloadAsync(string key, string version, string path, CancellationToken cancellation)
    {
        var request = new GetObjectRequest { BucketName = _options.Bucket, Key = key, EtagToMatch = version };
        using var response = await _bucket.CallAsync(key, () => _bucket.Client.GetObjectAsync(request, cancellation));
        await using var file = File.Create(path);
        await _bucket.CallAsync(key, () => response.ResponseStream.CopyToAsync(file, cancellation));
        if (file.Length != response.ContentLength)
        {
            throw new ArtifactStoreException(
                $"Artifact '{key}': expected {response.ContentLength} bytes, got {file.Length}; the server hung up.");
        }
    }

    private static bool IsReplaced(ArtifactStoreException error) =>
        error.InnerException is AmazonS3Exception { StatusCode: HttpStatusCode.PreconditionFailed };
}
