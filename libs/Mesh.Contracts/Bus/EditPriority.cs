namespace Mesh.Contracts.Bus;

/// <summary>Priority classes, most urgent first; each has queues of its own.</summary>
public enum EditPriority
{
    /// <summary>Somebody waits for it.</summary>
    Interactive,

    Standard,

    /// <summary>Whenever nothing else is to do.</summary>
    Batch,
}
