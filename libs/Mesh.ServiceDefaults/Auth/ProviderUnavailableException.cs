namespace Mesh.ServiceDefaults.Auth;

/// <summary>The OpenID provider's keys cannot be read, and none are known from before.</summary>
internal sealed class ProviderUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
