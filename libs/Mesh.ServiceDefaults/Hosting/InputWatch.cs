using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Mesh.ServiceDefaults.Hosting;

/// <summary>Stops the host at the end of the standard input, and the process when the host does not stop in time.
/// </summary>
internal sealed class InputWatch(IHostApplicationLifetime lifetime, MeshOptions options, ILogger<InputWatch> logger)
    : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // A thread of its own: reading cannot be cancelled, and must not keep the process.
        new Thread(Watch) { IsBackground = true, Name = "input" }.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Watch()
    {
        using var input = Console.OpenStandardInput();
        var ignored = new byte[256];
        while (input.Read(ignored) > 0)
        {
            // Whoever holds the other end is alive.
        }
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            return;
        logger.LogWarning("Whoever started this process is gone, so it ends");
        lifetime.StopApplication();
        // What is lost by this comes again: whoever takes the messages next goes on from the last checkpoint.
        if (!lifetime.ApplicationStopped.WaitHandle.WaitOne(options.StopTimeout))
            Process.GetCurrentProcess().Kill();
    }
}
