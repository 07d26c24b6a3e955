using Mesh.Curator;
using Mesh.Dit;
using Mesh.Editing;
using Mesh.Editing.Serving;
using Mesh.Encoder;
using Mesh.Gateway;
using Mesh.ServiceDefaults.Hosting;
using Mesh.Vae;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace Mesh.Cli.Up;

/// <summary>All services in this process: messages in memory, SQLite, a folder.</summary>
internal static class OneProcessMesh
{
    public static async Task<ExitCode> RunAsync(UpOptions options, CancellationToken cancellation)
    {
        await using var host = MeshHost.Build(
            [.. options.Settings(), .. options.Ports()],
            new GatewayService(), new EncoderService(), new VaeService(), new DitService(),
            new CurationService());
        await LoadAsync(host, cancellation);
        await StartAsync(host, options, cancellation);
        UpBanner.Print(host.GrpcAddress, host.HttpAddress, options, host.GrpcAddress);
        await UpBanner.UntilAsync(cancellation);
        await host.StopAsync(CancellationToken.None);
        return ExitCode.Done;
    }

    // What cannot be loaded is told in a line, before anything runs.
    private static async Task LoadAsync(MeshHost host, CancellationToken cancellation)
    {
        foreach (var part in (ModelParts[])[ModelParts.Text, ModelParts.Vae, ModelParts.Transformer])
        {
            using var model = await host.Services.GetRequiredKeyedService<ModelHost>(part)
                .AcquireAsync(name: null, cancellation);
        }
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
