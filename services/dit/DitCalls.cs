using Grpc.Core;
using Mesh.Contracts.Dit.V1;
using Mesh.Contracts.Pictures.V1;
using Mesh.Contracts.Tensors;
using Mesh.Editing;
using Mesh.Editing.Serving;
using Mesh.Editing.Stages;
using Mesh.ServiceDefaults.Errors;
using Mesh.ServiceDefaults.Pictures;
using Mesh.Serving.Wire;
using Microsoft.Extensions.DependencyInjection;
using System.Threading.Channels;
using static TorchSharp.torch;

namespace Mesh.Dit;

/// <summary>mesh.dit.v1 over gRPC.</summary>
public sealed class DitCalls(
    [FromKeyedServices(ModelParts.Transformer)] ModelHost models, StageCall call, IPictureStage pictures)
    : Contracts.Dit.V1.Dit.DitBase
{
    private const int MaxSteps = 1000;
    private const double MaxGuidance = 100;
    private const long MaxPicture = 64 << 20;

    public override Task Denoise(
        IAsyncStreamReader<DenoiseRequest> requestStream,
        IServerStreamWriter<DenoiseReply> responseStream,
        ServerCallContext context) => requestStream.OrDrainAsync(
            () => RunAsync(requestStream, responseStream, context), context.CancellationToken);

    public override async Task EditPicture(
        IAsyncStreamReader<EditPictureRequest> requestStream,
        IServerStreamWriter<EditPictureReply> responseStream,
        ServerCallContext context)
    {
        var order = await PictureParts.ReadAsync(requestStream, MaxPicture, context.CancellationToken);
        await foreach (var reply in pictures.EditAsync(order, context.CancellationToken))
            await responseStream.WriteAsync(reply, context.CancellationToken);
    }

    private async Task RunAsync(
        IAsyncStreamReader<DenoiseRequest> requestStream,
        IServerStreamWriter<DenoiseReply> responseStream,
        ServerCallContext context)
    {
        var cancellation = context.CancellationToken;
        if (!await requestStream.MoveNext(cancellation) || requestStream.Current.Options is not { } options)
            throw new InvalidRequestException("options", "must come first");
        if (options.HasSteps && options.Steps is < 1 or > MaxSteps)
            throw new InvalidRequestException("steps", $"must be 1 to {MaxSteps}, got {options.Steps}");
        if (options.HasGuidance && options.Guidance is not (>= 0 and <= MaxGuidance))
            throw new InvalidRequestException("guidance", $"must be 0 to {MaxGuidance}, got {options.Guidance}");
        var tensors = await StageCall.ReadAsync(
            () => requestStream.ReadTensorsAsync(request => request.Tensor, new TensorLimits(), cancellation));
        using var input = DenoiseInput.Of(tensors, StageCall.Describe(models, options.Model));

        // Whoever reads slowly must not keep the worker: steps wait here, of which there are at most a thousand.
        var steps = Channel.CreateUnbounded<DenoiseStep>();
        var sending = SendAsync(steps.Reader, responseStream, cancellation);
        Tensor edited;
        try
        {
            edited = await call.RunAsync(models, options.Model, Run, context);
        }
        finally
        {
            steps.Writer.Complete();
        }
        using (edited)
        {
            await sending;
            await responseStream.WriteAsync(edited.ToWire("edited"), part => new() { Tensor = part }, cancellation);
        }

        Tensor Run(ModelHandle handle, CancellationToken stop) => Denoised(
            handle.Model, input, options, step => steps.Writer.TryWrite(step), stop);
    }

    private static Tensor Denoised(
        EditModel model,
        DenoiseInput input,
        DenoiseOptions options,
        Action<DenoiseStep> stepDone,
        CancellationToken cancellation)
    {
        var settings = new EditSettings(
            options.Seed,
            options.HasSteps ? options.Steps : model.Defaults.Steps,
            options.HasGuidance ? options.Guidance : model.Defaults.Guidance,
            NegativePrompt: "");
        if (settings.Guidance != 1 && input.Condition.Unprompted is null)
        {
            throw new InvalidRequestException(
                "guidance", $"{settings.Guidance} needs the unprompted tensors, got none");
        }

        using var scope = NewDisposeScope();
        return new DenoiseStage(model)
            .Denoise(
                input.Condition,
                input.Source,
                settings,
                step => stepDone(new() { Step = step, Of = settings.Steps }),
                cancellation)
            .cpu()
            .contiguous()
            .MoveToOuterDisposeScope();
    }

    private static async Task SendAsync(
        ChannelReader<DenoiseStep> steps, IServerStreamWriter<DenoiseReply> replies, CancellationToken cancellation)
    {
        await foreach (var step in steps.ReadAllAsync(cancellation))
            await replies.WriteAsync(new() { Step = step }, cancellation);
    }
}
