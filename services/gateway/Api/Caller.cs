using Mesh.Stores.Jobs;

namespace Mesh.Gateway.Api;

/// <summary>On whose behalf a call is made.</summary>
/// <param name="Tenant">Whose edits it sees.</param>
/// <param name="Quota">What the tenant may have in the mesh; null is no limit.</param>
public sealed record Caller(string Tenant, EditQuota? Quota);
