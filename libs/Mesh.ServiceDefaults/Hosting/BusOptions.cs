using System.ComponentModel.DataAnnotations;

namespace Mesh.ServiceDefaults.Hosting;

/// <summary>How queues, retries and leases behave; one set for every process of a mesh.</summary>
public sealed record BusOptions
{
    /// <summary>Deliveries of a message after which it is given up; each crash of its worker is one.</summary>
    [Range(1, 1000)]
    public int DeliveryLimit { get; init; } = 20;

    /// <summary>Waits before a failed stage is tried again; the edit fails after the last. Null: 1, 5, 15 s.</summary>
    public IReadOnlyList<TimeSpan>? Retries { get; init; }

    /// <summary>How long a worker that died keeps others from its edit; renewed every third while it lives.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a message waits at a busy worker before it may go to an idle one.</summary>
    public TimeSpan ReturnAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Limit of one stage of one edit. Keep it below the broker's consumer_timeout (30 minutes unless configured),
    /// which would hand the message to another worker for ever.
    /// </summary>
    public TimeSpan StageTimeout { get; init; } = TimeSpan.FromHours(4);

    /// <summary>How often a running stage looks for a cancellation that it was not told of.</summary>
    public TimeSpan CancelPoll { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Limit of one publication; the edit stays queued and is published again.</summary>
    public TimeSpan PublishTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary><see cref="Retries"/> or their default.</summary>
    internal TimeSpan[] RetryIntervals =>
        [.. Retries ?? [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15)]];
}
