using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace Mesh.Stores.Artifacts;

/// <summary>Local files to objects of a bucket. Chunked signing is off: few servers but AWS's take it.</summary>
internal sealed class S3Upload(IAmazonS3 client, S3ArtifactOptions options)
{
    private const int MaxParts = 10_000, Parallelism = 4;

    /// <summary>Uploads a file as one object.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="path">The file.</param>
    /// <param name="replace">False keeps an object that is there.</param>
    /// <param name="cancellation">Leaves what was there before.</param>
    public async Task PutAsync(string key, string path, bool replace, CancellationToken cancellation)
    {
        var condition = replace || !options.ConditionalWrites ? null : "*";
        try
        {
            var bytes = new FileInfo(path).Length;
            await (bytes <= options.PartBytes
                ? PutWholeAsync(key, path, condition, cancellation)
                : PutPartsAsync(key, path, bytes, condition, cancellation));
        }
        catch (AmazonS3Exception error)
            when (condition is not null && error.StatusCode is HttpStatusCode.PreconditionFailed)
        {
            // Somebody else was first.
        }
    }

    private async Task PutWholeAsync(
        string key, string path, string? condition, CancellationToken cancellation) =>
        await client.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = options.Bucket,
                Key = key,
                FilePath = path,
                IfNoneMatch = condition,
                UseChunkEncoding = false,
            },
            cancellation);

    private async Task PutPartsAsync(
        string key, string path, long bytes, string? condition, CancellationToken cancellation)
    {
        var upload = (await client.InitiateMultipartUploadAsync(options.Bucket, key, cancellation)).UploadId;
        try
        {
            await client.CompleteMultipartUploadAsync(
                new CompleteMultipartUploadRequest
                {
                    BucketName = options.Bucket,
                    Key = key,
                    UploadId = upload,
                    PartETags = await PutEachAsync(key, path, bytes, upload, cancellation),
                    IfNoneMatch = condition,
                },
                cancellation);
        }
        catch
        {
            await AbortAsync(key, upload);
            throw;
        }
    }

    private async Task<List<PartETag>> PutEachAsync(
        string key, string path, long bytes, string upload, CancellationToken cancellation)
    {
        var size = Math.Max(options.PartBytes, (bytes + MaxParts - 1) / MaxParts);
        var parts = new PartETag[(bytes + size - 1) / size];
        var concurrent = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellation };
        await Parallel.ForAsync(0, parts.Length, concurrent, async (index, token) =>
        {
            var request = new UploadPartRequest
            {
                BucketName = options.Bucket,
                Key = key,
                UploadId = upload,
                PartNumber = index + 1,
                FilePath = path,
                FilePosition = index * size,
                PartSize = Math.Min(size, bytes - index * size),
                UseChunkEncoding = false,
            };
            parts[index] = new PartETag(index + 1, (await client.UploadPartAsync(request, token)).ETag);
        });
        return [.. parts];
    }

    // What cannot be aborted goes by the bucket's lifecycle rule.
    private async Task AbortAsync(string key, string upload)
    {
        try
        {
            await client.AbortMultipartUploadAsync(options.Bucket, key, upload, CancellationToken.None);
        }
        catch (AmazonS3Exception)
        {
        }
    }
}
