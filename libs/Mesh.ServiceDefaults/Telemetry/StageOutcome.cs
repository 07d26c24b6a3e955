namespace Mesh.ServiceDefaults.Telemetry;

/// <summary>How one run of a stage ended.</summary>
public enum StageOutcome
{
    /// <summary>An exception ended it; the bus retries or gives up.</summary>
    Faulted,

    /// <summary>It wrote what it had to.</summary>
    Succeeded,

    /// <summary>What it had to write was there already.</summary>
    Skipped,

    /// <summary>The input cannot be edited; the edit fails, without a retry.</summary>
    Refused,

    /// <summary>The edit was cancelled.</summary>
    Cancelled,
}
