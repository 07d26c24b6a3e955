namespace Mesh.ServiceDefaults.Auth;

/// <summary>Why the credential of a call was not taken; kept with the call.</summary>
internal sealed record Refusal(Exception Reason);
