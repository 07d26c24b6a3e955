using Grpc.Core;

namespace Mesh.Cli.Edit;

/// <summary>Tells what happened on the way to a mesh from what the mesh said.</summary>
internal static class ConnectionLoss
{
    /// <summary>Whether the server was not reached, or no longer: by its status, or by what is below it.</summary>
    public static bool IsCauseOf(RpcException error) =>
        error.StatusCode == StatusCode.Unavailable
        || error.Status.DebugException is HttpRequestException or IOException;
}
