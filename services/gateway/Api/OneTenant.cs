using Microsoft.AspNetCore.Http;

namespace Mesh.Gateway.Api;

/// <summary>Everybody is the same tenant without a limit: a mesh of one person.</summary>
public sealed class OneTenant : ICallers
{
    private static readonly Caller Everybody = new("default", Quota: null);

    public Caller Identify(HttpContext context) => Everybody;
}
