using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Compat.Dapr.Client.Tests.Sidecar;

/// <summary>Passes calls on to the application that <c>dapr-app-id</c> names, both ways at once.</summary>
internal sealed class SidecarProxy(
    ConcurrentDictionary<string, Uri> applications, ConcurrentQueue<string> called) : IDisposable
{
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler());

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var id = context.Request.Headers["dapr-app-id"].ToString();
        if (id.Length == 0)
        {
            await next(context);
            return;
        }

        called.Enqueue(id);
        if (!applications.TryGetValue(id, out var address))
        {
            Refuse(context, $"application {id} is not known");
            return;
        }

        using var request = Request(context, address);
        using var response = await _client.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
            context.Response.Headers[name] = new StringValues([.. values]);
        await CopyAsync(
            await response.Content.ReadAsStreamAsync(context.RequestAborted), context.Response.Body, context);
        foreach (var (name, values) in response.TrailingHeaders)
            context.Response.AppendTrailer(name, new StringValues([.. values]));
    }

    public void Dispose() => _client.Dispose();

    private static HttpRequestMessage Request(HttpContext context, Uri address)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, context.Request.Path.Value))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new Duplex(context),
        };
        foreach (var (name, values) in context.Request.Headers)
        {
            if (name[0] != ':' && name != "Host" && !request.Headers.TryAddWithoutValidation(name, values.ToArray()))
                request.Content.Headers.TryAddWithoutValidation(name, values.ToArray());
        }

        return request;
    }

    private static void Refuse(HttpContext context, string why)
    {
        context.Response.ContentType = "application/grpc";
        context.Response.Headers["grpc-status"] = "14";  // unavailable
        context.Response.Headers["grpc-message"] = Uri.EscapeDataString(why);
    }

    private static async Task CopyAsync(Stream from, Stream to, HttpContext context)
    {
        var buffer = new byte[16 * 1024];
        await to.FlushAsync(context.RequestAborted);
        while (await from.ReadAsync(buffer, context.RequestAborted) is var read and > 0)
        {
            await to.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted);
            await to.FlushAsync(context.RequestAborted);
        }
    }

    /// <summary>Sends while the answer is already being read, which StreamContent does not.</summary>
    private sealed class Duplex(HttpContext context) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? transport) =>
            CopyAsync(context.Request.Body, stream, context);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
