using Google.Rpc;

namespace Mesh.Cli.Edit;

/// <summary>An edit has ended in the mesh without a film.</summary>
/// <param name="edit">As it ended.</param>
internal sealed class RemoteEditException(Contracts.Gateway.V1.Edit edit) : Exception(
    edit.Error is { } error ? error.Message : $"The edit {edit.Id} was cancelled in the mesh.")
{
    public Code Code { get; } = edit.Error is { } error ? (Code)error.Code : Code.Cancelled;

    /// <summary>The option it is about; empty for none.</summary>
    public string Field { get; } = edit.Error?.Field ?? "";
}
