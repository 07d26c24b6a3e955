using Mesh.Contracts.Pictures.V1;

namespace Mesh.ServiceDefaults.Pictures;

/// <summary>Edits pictures: in this process, or in the one it calls.</summary>
public interface IPictureStage
{
    /// <returns>Steps as they are done, then the pieces of the edited picture.</returns>
    /// <exception cref="Errors.RequestException">The order cannot be carried out.</exception>
    IAsyncEnumerable<EditPictureReply> EditAsync(PictureOrder order, CancellationToken cancellation);
}

/// <summary>What to do to a picture.</summary>
/// <param name="Options">As sent.</param>
/// <param name="Pictures">PNG or JPEG files: the one to edit, then references; at least one.</param>
public sealed record PictureOrder(PictureOptions Options, IReadOnlyList<byte[]> Pictures);
