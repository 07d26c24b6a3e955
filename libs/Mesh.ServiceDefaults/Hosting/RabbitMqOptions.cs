using System.ComponentModel.DataAnnotations;

namespace Mesh.ServiceDefaults.Hosting;

/// <summary>How to reach RabbitMQ.</summary>
public sealed record RabbitMqOptions
{
    [Required]
    public string Host { get; init; } = "127.0.0.1";

    [Range(1, 65535)]
    public int Port { get; init; } = 5672;

    [Required]
    public string User { get; init; } = "guest";

    [Required]
    public string Password { get; init; } = "guest";

    [Required]
    public string VirtualHost { get; init; } = "/";

    /// <summary>Whether the connection is encrypted.</summary>
    public bool Tls { get; init; }

    // A record prints its members; a password does not belong in a log.
    public override string ToString() => $"{User}@{Host}:{Port}{VirtualHost}";
}
