using System.Buffers.Binary;
using System.Globalization;
using System.Net.Http.Headers;

namespace Mesh.Gateway.Tests.Hostile;

/// <summary>gRPC by hand, so that everything about a call can be wrong.</summary>
internal sealed class RawGrpc(Uri address) : IDisposable
{
    public const string Service = "/mesh.gateway.v1.Gateway/";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = Patience };

    /// <summary>One message with its five bytes of frame.</summary>
    public static byte[] Frame(byte[] message, byte compressed = 0, uint? length = null)
    {
        var frame = new byte[message.Length + 5];
        frame[0] = compressed;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), length ?? (uint)message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    /// <returns>HTTP status, and gRPC status if there is one.</returns>
    public async Task<(int Http, int? Grpc)> CallAsync(
        string path, HttpContent body, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Version = new(2, 0),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = body,
        };
        body.Headers.ContentType ??= new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.ParseAdd("trailers");
        change?.Invoke(request);
        using var response = await _http.SendAsync(request);
        await response.Content.ReadAsByteArrayAsync();
        return ((int)response.StatusCode, Status(response.TrailingHeaders) ?? Status(response.Headers));
    }

    public Task<(int Http, int? Grpc)> CallAsync(
        string method, byte[] body, Action<HttpRequestMessage>? change = null) =>
        CallAsync(Service + method, new ByteArrayContent(body), change);

    public void Dispose() => _http.Dispose();

    private static int? Status(HttpHeaders headers) => headers.TryGetValues("grpc-status", out var values)
        ? int.Parse(values.First(), CultureInfo.InvariantCulture)
        : null;
}
