using Dapr;
using Dapr.Client;
using Grpc.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Mesh.ServiceDefaults.Dapr;

/// <summary>Settings from the sidecar, where there is one: secrets once, configuration as it changes.</summary>
public static class DaprSettings
{
    /// <summary>Adds what "Mesh:Dapr" names, above all other sources; call it before settings are read.</summary>
    /// <exception cref="DaprException">The sidecar is not ready in time, or lacks what is asked for.</exception>
    public static void Add(IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (DaprSidecar.Find(builder.Configuration) is not { } sidecar)
            return;
        var options = builder.Configuration.GetSection(DaprOptions.Section).Get<DaprOptions>() ?? new();
        if (options.SecretStore is null && options.ConfigurationStore is null)
            return;

        var client = sidecar.Connect();
        Wait(client, sidecar, options.Wait);
        if (options.SecretStore is { } secrets)
        {
            // Secrets do not change while a process lives: one that waits for a new one restarts.
            builder.Configuration.AddInMemoryCollection(
                Secret(client, secrets, options.Secret)
                    .Select(pair => new KeyValuePair<string, string?>(Key(pair.Key), pair.Value)));
        }

        if (options.ConfigurationStore is { } store)
            builder.Configuration.Add(new DaprConfigurationSource(client, store));
        else
            client.Dispose();
    }

    /// <summary>A key as configuration spells it: "Mesh__GrpcPort" is "Mesh:GrpcPort".</summary>
    internal static string Key(string key) =>
        key.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal);

    private static Dictionary<string, string> Secret(DaprClient client, string store, string name)
    {
        try
        {
            return Task.Run(() => client.GetSecretAsync(store, name)).GetAwaiter().GetResult();
        }
        catch (DaprException error)
        {
            var reason = (error.InnerException as RpcException)?.Status.Detail ?? error.Message;
            throw new DaprException($"The sidecar does not give the secret {name} of store {store}: {reason}", error);
        }
    }

    private static void Wait(DaprClient client, DaprSidecar sidecar, TimeSpan limit)
    {
        using var timeout = new CancellationTokenSource(limit);
        try
        {
            Task.Run(() => client.WaitForSidecarAsync(timeout.Token)).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            throw new DaprException(
                $"{sidecar} is not ready after {limit}. Look at the container daprd of this pod, or unset "
                + "DAPR_GRPC_PORT to run without Dapr.");
        }
    }
}
