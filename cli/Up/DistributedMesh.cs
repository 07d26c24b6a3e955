using System.Diagnostics;
using Mesh.Cli.Local;
using Mesh.Editing;

namespace Mesh.Cli.Up;

/// <summary>One process per service and a RabbitMQ, all on loopback; a process that dies is started again.</summary>
internal static class DistributedMesh
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    // A process that cannot start, or not for long, is not tried in a tight loop.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(10);

    public static async Task<ExitCode> RunAsync(UpOptions options, CancellationToken cancellation)
    {
        await using var mesh = await LocalMesh.StartAsync(Local(options), cancellation);
        var ready = mesh.Gateway.Ready!;
        UpBanner.Print(ready.Grpc, ready.Http, options, mesh.Curation!.Ready!.Grpc, mesh.Broker.Port);
        Console.Out.WriteLine($"Logs are in {Path.Combine(options.Data, "logs")}.");

        var watching = ((MeshProcess[])[mesh.Gateway, .. mesh.Stages])
            .Select(process => KeepAsync(process, cancellation)).ToArray();
        await UpBanner.UntilAsync(cancellation);
        await Task.WhenAll(watching);
        await mesh.StopAsync(CancellationToken.None);
        return ExitCode.Done;
    }

    /// <summary>The processes that the options ask for.</summary>
    internal static LocalMeshOptions Local(UpOptions options)
    {
        var mesh = new LocalMeshOptions(
            options.Data, options.Models[0].Name, Path.GetFullPath(options.Models[0].Folder))
        {
            Films = options.Films,
            Threads = options.Threads,
            Settings = [.. options.Models.Skip(1).Select(model =>
                $"--Mesh:Models:Folders:{model.Name}={Path.GetFullPath(model.Folder)}")],
            GatewaySettings = [.. options.Ports()],
        };
        return options.PictureModels.Count == 0 ? mesh : WithPictures(mesh, options.PictureModels);
    }

    // Pictures are no messages: the gateway calls the first dit, whose port stays the same when it is started again.
    private static LocalMeshOptions WithPictures(
        LocalMeshOptions mesh, IReadOnlyList<(string Name, string Folder)> models)
    {
        var port = RabbitMqPorts.Free().Amqp;
        return mesh with
        {
            GatewaySettings = [.. mesh.GatewaySettings, $"--Mesh:Stages:Dit=http://127.0.0.1:{port}"],
            DenoiserSettings =
            [
                $"--Mesh:GrpcPort={port}",
                .. models.Select(model => $"--Mesh:Pictures:Folders:{model.Name}={Path.GetFullPath(model.Folder)}"),
            ],
        };
    }

    private static async Task KeepAsync(MeshProcess process, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            while (true)
            {
                await Task.Delay(Look, cancellation);
                if (process.IsRunning)
                    continue;
                await Console.Error.WriteLineAsync(
                    $"mesh: {process.Name} has died, see {process.LogFile}; starting it again.");
                if (Stopwatch.GetElapsedTime(started) < Long)
                    await Task.Delay(Pause, cancellation);
                started = Stopwatch.GetTimestamp();
                await RestartAsync(process, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            // The mesh stops.
        }
    }

    private static async Task RestartAsync(MeshProcess process, CancellationToken cancellation)
    {
        try
        {
            await process.StartAsync(cancellation);
            await Console.Error.WriteLineAsync($"mesh: {process.Name} is back.");
        }
        catch (Exception error) when (error is LocalMeshException or ModelException)
        {
            await Console.Error.WriteLineAsync($"mesh: {error.Message}");
            await Task.Delay(Pause, cancellation);
        }
    }
}
