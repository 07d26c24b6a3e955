using Microsoft.AspNetCore.Http;

namespace Mesh.Gateway.Api;

/// <summary>Says on whose behalf a call is made.</summary>
public interface ICallers
{
    /// <exception cref="ServiceDefaults.Errors.RequestException">Nobody the gateway knows.</exception>
    Caller Identify(HttpContext context);
}
