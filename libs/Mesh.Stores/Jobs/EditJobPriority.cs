namespace Mesh.Stores.Jobs;

/// <summary>Priority classes, most urgent first.</summary>
public enum EditJobPriority
{
    /// <summary>Somebody waits for it.</summary>
    Interactive,

    Standard,

    /// <summary>Whenever nothing else is to do.</summary>
    Batch,
}
