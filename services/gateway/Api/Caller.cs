using Mesh.ServiceDefaults.Errors;
using Mesh.Stores.Jobs;

namespace Mesh.Gateway.Api;

/// <summary>On whose behalf a call is made.</summary>
/// <param name="Tenant">Whose edits it sees.</param>
/// <param name="Quota">What the tenant may have in the mesh; null is no limit.</param>
public sealed record Caller(string Tenant, EditQuota? Quota)
{
    /// <summary>Bytes of one uploaded file; null is no limit of its own.</summary>
    public long? MaxUploadBytes { get; init; }

    /// <summary>Priority classes it may ask for; null for all.</summary>
    public IReadOnlyList<EditJobPriority>? Priorities { get; init; }

    /// <exception cref="RequestException">PERMISSION_DENIED: the tenant may not ask for this class.</exception>
    public void Require(EditJobPriority priority)
    {
        if (Priorities?.Contains(priority) is false)
        {
            throw RequestErrors.PermissionDenied(
                "PRIORITY_NOT_ALLOWED",
                $"priority must be one of {string.Join(", ", Priorities)} for you, got {priority}.");
        }
    }

    /// <summary>What one more upload may have of a limit for all.</summary>
    public long Room(long limit) => Math.Min(limit, MaxUploadBytes ?? long.MaxValue);
}
