using Mesh.Contracts.Gateway.V1;
using Mesh.Stores.Jobs;

namespace Mesh.Gateway.Api;

/// <summary>Priority classes, from the wire to the store.</summary>
internal static class Priorities
{
    public static EditJobPriority Of(Priority priority) => priority switch
    {
        Priority.Interactive => EditJobPriority.Interactive,
        Priority.Batch => EditJobPriority.Batch,
        _ => EditJobPriority.Standard,
    };
}
