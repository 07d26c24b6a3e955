using Mesh.Gateway.Api;
using Mesh.Stores.Jobs;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Mesh.Gateway.Rest;

/// <summary>The bytes of an edited film over HTTP: whole, or the range that was asked for.</summary>
public sealed class VideoContent(EditDownload download)
{
    private const int Chunk = 128 << 10;

    /// <exception cref="ServiceDefaults.Errors.RequestException">There is no such film.</exception>
    public async Task WriteAsync(HttpContext context, Caller caller, string id)
    {
        var (job, film) = await download.FindAsync(caller, id, context.RequestAborted);
        var tag = new EntityTagHeaderValue($"\"{film.Sha256}\"");
        var response = context.Response;
        var headers = response.GetTypedHeaders();
        headers.ETag = tag;
        headers.LastModified = job.Ended;
        response.Headers.AcceptRanges = "bytes";
        response.Headers.XContentTypeOptions = "nosniff";
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(seen => seen.Compare(tag, useStrongComparison: false)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        if (Range(context.Request, film.Bytes, tag) is not { } range)
        {
            response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            headers.ContentRange = new(film.Bytes);
            return;
        }
        if (range.IsPart)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            headers.ContentRange = new(range.From, range.To, film.Bytes);
        }
        response.ContentType = film.MediaType;
        response.ContentLength = range.To - range.From + 1;
        headers.ContentDisposition = new("attachment") { FileName = id + Path.GetExtension(film.Key) };
        if (!HttpMethods.IsHead(context.Request.Method))
            await CopyAsync(film, range.From, range.To - range.From + 1, context);
    }

    private async Task CopyAsync(EditOutput film, long from, long length, HttpContext context)
    {
        await using var bytes = await download.OpenAsync(film, from, context.RequestAborted);
        var buffer = new byte[Chunk];
        while (length > 0)
        {
            var wanted = (int)Math.Min(length, Chunk);
            await bytes.ReadExactlyAsync(buffer.AsMemory(0, wanted), context.RequestAborted);
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, wanted), context.RequestAborted);
            length -= wanted;
        }
    }

    // RFC 9110, section 14: what is not understood, several ranges and ranges of another film are ignored; null is a
    // range that lies outside.
    private static (long From, long To, bool IsPart)? Range(HttpRequest request, long bytes, EntityTagHeaderValue tag)
    {
        var whole = (0L, bytes - 1, false);
        var headers = request.GetTypedHeaders();
        if (headers.Range is not { Ranges.Count: 1 } asked || asked.Unit != "bytes"
            || (headers.IfRange?.EntityTag is { } known && !known.Compare(tag, useStrongComparison: true)))
        {
            return whole;
        }

        var (from, to) = (asked.Ranges.First().From, asked.Ranges.First().To);
        if (from is null)
            return to > 0 ? (Math.Max(0, bytes - to.Value), bytes - 1, true) : null;
        return from < bytes ? (from.Value, Math.Min(to ?? long.MaxValue, bytes - 1), true) : null;
    }
}
