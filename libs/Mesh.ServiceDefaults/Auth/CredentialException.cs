namespace Mesh.ServiceDefaults.Auth;

/// <summary>A credential is not taken. The reason is for our log; the caller hears only that it is so.</summary>
internal sealed class CredentialException(string reason) : Exception(reason);
