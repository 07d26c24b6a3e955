using Google.Protobuf;
using Grpc.Core;
using Mesh.Contracts.Gateway.V1;
using Mesh.Editing;

namespace Mesh.Cli.Edit;

/// <summary>Sends a file piece by piece.</summary>
internal delegate Task SendFile(
    FileStream file, IClientStreamWriter<SubmitEditRequest> stream, Func<ByteString, SubmitEditRequest> part,
    CancellationToken cancellation);

/// <summary>Sends what is shown beside the film, in the gateway's order.</summary>
internal sealed class RemoteGuides(IClientStreamWriter<SubmitEditRequest> stream, SendFile send)
{
    public async Task SendAsync(EditGuides guides, CancellationToken cancellation)
    {
        await SendAsync(guides.Mask, bytes => new() { Mask = bytes }, cancellation);
        await SendAsync(guides.Control, bytes => new() { Control = bytes }, cancellation);
        foreach (var (index, reference) in guides.References.Index())
        {
            if (index > 0)
                await stream.WriteAsync(new() { NextReference = true }, cancellation);
            await SendAsync(reference, bytes => new() { Reference = bytes }, cancellation);
        }
    }

    private async Task SendAsync(
        string? path, Func<ByteString, SubmitEditRequest> part, CancellationToken cancellation)
    {
        if (path is null)
            return;
        await using var file = File.OpenRead(path);
        await send(file, stream, part, cancellation);
    }
}
