namespace Mesh.Stores.Jobs;

/// <summary>Where an edit is in its life. The last three are ends: an edit never leaves them.</summary>
public enum EditJobState
{
    Queued,
    Running,
    Succeeded,
    Failed,
    Cancelled,
}
