using System.Runtime.CompilerServices;
using Google.Rpc;
using Grpc.Core;
using Mesh.Contracts.Dit.V1;
using Mesh.Contracts.Pictures.V1;
using Mesh.ServiceDefaults.Dapr;
using Mesh.ServiceDefaults.Errors;

namespace Mesh.ServiceDefaults.Pictures;

/// <summary>The dit's picture editors, called where <see cref="StageAddresses"/> says.</summary>
public sealed class RemotePictureStage(StageChannels channels) : IPictureStage
{
    public async IAsyncEnumerable<EditPictureReply> EditAsync(
        PictureOrder order, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var call = Client().EditPicture(cancellationToken: cancellation);
        await SendAsync(call.RequestStream, order, cancellation);
        while (await NextAsync(call.ResponseStream, cancellation))
            yield return call.ResponseStream.Current;
    }

    // What the dit refuses is the caller's to know, in whatever language it asks.
    private static async Task<bool> NextAsync(
        IAsyncStreamReader<EditPictureReply> replies, CancellationToken cancellation)
    {
        try
        {
            return await replies.MoveNext(cancellation);
        }
        catch (RpcException error) when (!cancellation.IsCancellationRequested)
        {
            throw new RequestException((Code)error.StatusCode, error.Status.Detail);
        }
    }

    private Dit.DitClient Client()
    {
        try
        {
            return new(channels.Of("dit"));
        }
        catch (InvalidOperationException error)
        {
            throw RequestErrors.FailedPrecondition("PICTURES", "no-dit", $"No picture editor is here. {error.Message}");
        }
    }

    private static async Task SendAsync(
        IClientStreamWriter<EditPictureRequest> stream, PictureOrder order, CancellationToken cancellation)
    {
        try
        {
            foreach (var part in PictureParts.Of(order))
                await stream.WriteAsync(part, cancellation);
            await stream.CompleteAsync();
        }
        catch (Exception error) when (error is RpcException or InvalidOperationException or IOException
            && !cancellation.IsCancellationRequested)
        {
            // The dit has answered before the end of the order: what it said says why.
        }
    }
}
