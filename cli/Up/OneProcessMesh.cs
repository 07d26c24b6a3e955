using Mesh.Dit;
using Mesh.Encoder;
using Mesh.Gateway;
using Mesh.ServiceDefaults.Hosting;
using Mesh.Vae;
using Microsoft.AspNetCore.Connections;

namespace Mesh.Cli.Up;

/// <summary>All services in this process: messages in memory, SQLite, a folder.</summary>
internal static class OneProcessMesh
{
    public static async Task<ExitCode> RunAsync(UpOptions options, CancellationToken cancellation)
    {
        await using var host = MeshHost.Build(
            [.. options.Settings(), .. options.Ports()],
            new GatewayService(), new EncoderService(), new VaeService(), new DitService());
        await StartAsync(host, options, cancellation);
        UpBanner.Print(host.GrpcAddress, host.HttpAddress, options.Data);
        await UpBanner.UntilAsync(cancellation);
        await host.StopAsync(CancellationToken.None);
        return ExitCode.Done;
    }

    private static async Task StartAsync(MeshHost host, UpOptions options, CancellationToken cancellation)
    {
        try
        {
            await host.StartAsync(cancellation);
        }
        catch (IOException error) when (error.InnerException is AddressInUseException)
        {
            throw new UsageException(
                $"The port {options.Port} or {options.HttpPort} is taken; name others with --port and --http-port.");
        }
    }
}
