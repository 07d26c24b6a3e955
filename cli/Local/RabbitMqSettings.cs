using System.Diagnostics;
using System.Globalization;

namespace Mesh.Cli.Local;

/// <summary>What a broker of our own is started with.</summary>
internal static class RabbitMqSettings
{
    /// <summary>Writes its configuration.</summary>
    public static async Task WriteAsync(string folder, RabbitMqPorts ports, CancellationToken cancellation)
    {
        foreach (var part in (string[])["home", "data", "log"])
            Directory.CreateDirectory(Path.Combine(folder, part));
        // consumer_timeout, ms: the broker takes a message back from a worker that holds it longer, for ever anew.
        await File.WriteAllTextAsync(Path.Combine(folder, "rabbitmq.conf"), $"""
            listeners.tcp.1 = 127.0.0.1:{ports.Amqp}
            consumer_timeout = 21600000
            disk_free_limit.absolute = 50MB
            log.file.level = warning

            """, cancellation);
        await File.WriteAllTextAsync(Path.Combine(folder, "enabled_plugins"), "[].\n", cancellation);
    }

    public static ProcessStartInfo StartInfo(string program, string folder, RabbitMqPorts ports)
    {
        var start = Leash.Around(program);
        foreach (var (name, value) in Variables(folder, ports))
            start.Environment[name] = value;
        return start;
    }

    private static Dictionary<string, string> Variables(string folder, RabbitMqPorts ports) => new()
    {
        ["HOME"] = Path.Combine(folder, "home"),
        // The same at every start, whatever the ports: messages are found again by it. Brokers do not meet, since each
        // has a name service of its own.
        ["RABBITMQ_NODENAME"] = "mesh@localhost",
        ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder, "data"),
        ["RABBITMQ_LOG_BASE"] = Path.Combine(folder, "log"),
        ["RABBITMQ_CONFIG_FILE"] = Path.Combine(folder, "rabbitmq.conf"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(folder, "enabled_plugins"),
        ["RABBITMQ_PID_FILE"] = Path.Combine(folder, "pid"),
        ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
        ["RABBITMQ_DIST_PORT"] = ports.Nodes.ToString(CultureInfo.InvariantCulture),
        ["ERL_EPMD_PORT"] = ports.Names.ToString(CultureInfo.InvariantCulture),
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        // Schedulers that spin while they wait would take the processor from the services beside it.
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] =
            "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none",
    };
}
