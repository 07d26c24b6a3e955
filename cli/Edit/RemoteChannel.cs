using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using GatewayClient = Mesh.Contracts.Gateway.V1.Gateway.GatewayClient;

namespace Mesh.Cli.Edit;

/// <summary>The way to a mesh.</summary>
internal static class RemoteChannel
{
    public const string KeyVariable = "MESH_API_KEY";

    private const int MaxMessage = 64 << 20;

    /// <summary>The key of whoever names none.</summary>
    public static string? Key => Environment.GetEnvironmentVariable(KeyVariable);

    /// <param name="server">Address of the gateway's gRPC port.</param>
    /// <exception cref="UsageException">It is no address.</exception>
    public static GrpcChannel Open(string server)
    {
        var text = server.Contains("://", StringComparison.Ordinal) ? server : $"http://{server}";
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? GrpcChannel.ForAddress(address, new() { MaxReceiveMessageSize = MaxMessage })
            : throw new UsageException(
                $"--server must be the address of a gateway, such as http://HOST:7070, got '{server}'.");
    }

    /// <param name="channel">From <see cref="Open"/>.</param>
    /// <param name="key">API key or bearer token; null for none.</param>
    public static GatewayClient Client(GrpcChannel channel, string? key)
    {
        var calls = channel.CreateCallInvoker();
        return new(key is null ? calls : calls.Intercept(headers =>
        {
            headers.Add("authorization", $"Bearer {key}");
            return headers;
        }));
    }
}
