namespace Mesh.ServiceDefaults.Auth;

/// <summary>Whom a credential belongs to.</summary>
/// <param name="Tenant">Whose edits it may touch.</param>
/// <param name="Subject">Which key or person, for logs.</param>
internal sealed record Identity(string Tenant, string Subject);
