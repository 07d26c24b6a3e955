namespace Mesh.Contracts.Bus;

/// <summary>A stage has got this far; published by workers, heard by gateways; may come twice or late.</summary>
public sealed record EditProgressed
{
    public required Guid EditId { get; init; }

    public required EditStageName Stage { get; init; }

    /// <summary>Steps of the stage that are done, 0 when it starts.</summary>
    public required int Step { get; init; }

    public required int Steps { get; init; }

    /// <summary>Window of a long film, from 1.</summary>
    public int Window { get; init; } = 1;

    public int Windows { get; init; } = 1;

    /// <summary>Artifact of a preview, PNG.</summary>
    public string? PreviewKey { get; init; }
}

/// <summary>An edit has ended, which is written down; heard by every gateway.</summary>
public sealed record EditEnded(Guid EditId);

/// <summary>Stop working on an edit; heard by every worker.</summary>
public sealed record CancelEdit(Guid EditId);

/// <summary>New weights of a model can be served; heard by every stage.</summary>
public sealed record CheckpointPublished
{
    /// <summary>Name of the model they are for.</summary>
    public required string Model { get; init; }

    /// <summary>Folder in the serving layout: a path, or an artifact prefix "artifact:KEY".</summary>
    public required string Location { get; init; }

    /// <summary>Names this version in logs, metrics and reports.</summary>
    public required string Version { get; init; }

    /// <summary>Whether one dit is to try them before anybody serves them; it then publishes them, or withdraws them.
    /// </summary>
    public bool Trial { get; init; }
}

/// <summary>Weights are not to be served, or not any more; heard by every stage and whoever published them.</summary>
public sealed record CheckpointWithdrawn
{
    public required string Model { get; init; }

    public required string Location { get; init; }

    public required string Version { get; init; }

    /// <summary>One line for whoever published them.</summary>
    public required string Reason { get; init; }
}
