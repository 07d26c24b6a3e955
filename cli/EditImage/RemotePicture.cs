using Grpc.Core;
using Mesh.Cli.Edit;
using Mesh.Contracts.Pictures.V1;
using Mesh.Editing;
using Mesh.Editing.Pictures;
using Mesh.ServiceDefaults.Pictures;

namespace Mesh.Cli.EditImage;

/// <summary>One picture through the gateway of a mesh.</summary>
internal static class RemotePicture
{
    /// <summary>Carries it out. The output appears under its name only when it is complete.</summary>
    /// <exception cref="RpcException">The gateway refuses it or is away.</exception>
    public static async Task RunAsync(
        string server, string? key, PictureRequest request, string model, CancellationToken cancellation)
    {
        var files = new List<byte[]>();
        foreach (var file in request.References.Prepend(request.Input))
            files.Add(await File.ReadAllBytesAsync(file, cancellation));
        using var channel = RemoteChannel.Open(server);
        using var call = RemoteChannel.Client(channel, key ?? RemoteChannel.Key)
            .EditPicture(cancellationToken: cancellation);
        using var display = EditDisplay.Create(silent: false);
        await SendAsync(call.RequestStream, new(Options(request, model), files), cancellation);

        var temporary = $"{request.Output}.{Guid.NewGuid():N}.tmp";
        try
        {
            await using (var output = File.Create(temporary))
            {
                await foreach (var reply in call.ResponseStream.ReadAllAsync(cancellation))
                {
                    if (reply.Step is { } step)
                        display.Report(new(EditStage.Denoise, step.Step, step.Of, 1, 1, null));
                    reply.Picture.WriteTo(output);
                }
            }
            File.Move(temporary, request.Output, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
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
            // The gateway has answered before the end of the upload: what it said says why.
        }
    }

    private static PictureOptions Options(PictureRequest request, string model)
    {
        var options = new PictureOptions
        {
            Instruction = request.Instruction,
            Model = model,
            Seed = request.Seed,
            NegativePrompt = request.NegativePrompt ?? "",
        };
        if (request.Steps is { } steps)
            options.Steps = steps;
        if (request.Guidance is { } guidance)
            options.Guidance = guidance;
        return options;
    }
}
