using Grpc.Core;
using Mesh.Contracts.Objects.V1;
using Mesh.Contracts.Tensors;
using Mesh.Contracts.Vae.V1;
using Mesh.Editing;
using Mesh.Editing.Serving;
using Mesh.ServiceDefaults.Errors;
using Mesh.Serving.Wire;
using Microsoft.Extensions.DependencyInjection;
using static TorchSharp.torch;

namespace Mesh.Vae;

/// <summary>mesh.vae.v1 over gRPC.</summary>
public sealed class VaeCalls([FromKeyedServices(ModelParts.Vae)] ModelHost models, StageCall call)
    : Contracts.Vae.V1.Vae.VaeBase
{
    private static readonly TensorLimits Limits = new() { MaxTensors = 1 };

    public override Task VaeEncode(
        IAsyncStreamReader<VaeRequest> requestStream,
        IServerStreamWriter<TensorPart> responseStream,
        ServerCallContext context) =>
        requestStream.OrDrainAsync(
            () => RunAsync(requestStream, responseStream, "latent", (model, x) => model.Vae.Encode(x), context),
            context.CancellationToken);

    public override Task VaeDecode(
        IAsyncStreamReader<VaeRequest> requestStream,
        IServerStreamWriter<TensorPart> responseStream,
        ServerCallContext context) =>
        requestStream.OrDrainAsync(
            () => RunAsync(requestStream, responseStream, "video", (model, z) => model.Vae.Decode(z), context),
            context.CancellationToken);

    private async Task RunAsync(
        IAsyncStreamReader<VaeRequest> requests,
        IServerStreamWriter<TensorPart> replies,
        string name,
        Func<EditModel, Tensor, Tensor> pass,
        ServerCallContext context)
    {
        var (model, received) = await ReadAsync(requests, context.CancellationToken);
        using var input = received.ToTensor();
        using var output = await call.RunAsync(models, model, Run, context);
        await replies.WriteAsync(output.ToWire(name), part => part, context.CancellationToken);

        Tensor Run(ModelHandle handle, CancellationToken cancellation)
        {
            using var mode = inference_mode();
            using var scope = NewDisposeScope();
            var (device, dtype) = handle.Model.Place;
            return pass(handle.Model, input.to(dtype, device))
                .to(ScalarType.Float32, CPU)
                .contiguous()
                .MoveToOuterDisposeScope();
        }
    }

    private static async Task<(string Model, WireTensor Tensor)> ReadAsync(
        IAsyncStreamReader<VaeRequest> requests, CancellationToken cancellation)
    {
        if (!await requests.MoveNext(cancellation) || requests.Current.Options is not { } options)
            throw new InvalidRequestException("options", "must come first");

        var tensors = await StageCall.ReadAsync(
            () => requests.ReadTensorsAsync(request => request.Tensor, Limits, cancellation));
        var tensor = tensors.Values.SingleOrDefault()
            ?? throw new InvalidRequestException("tensor", "must follow the options");
        return tensor.DType is DType.Float32 or DType.Float16 or DType.Bfloat16
            ? (options.Model, tensor)
            : throw new InvalidRequestException(
                "tensor", $"must be of float32, float16 or bfloat16, got {tensor.DType}");
    }
}
