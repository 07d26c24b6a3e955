using Grpc.Core;
using Mesh.Contracts.Encoder.V1;
using Mesh.Contracts.Objects.V1;
using Mesh.Editing;
using Mesh.Editing.Serving;
using Mesh.Editing.Stages;
using Mesh.Serving.Wire;
using Microsoft.Extensions.DependencyInjection;
using static TorchSharp.torch;

namespace Mesh.Encoder;

/// <summary>mesh.encoder.v1 over gRPC.</summary>
public sealed class EncoderCalls([FromKeyedServices(ModelParts.Text)] ModelHost models, StageCall call)
    : Contracts.Encoder.V1.Encoder.EncoderBase
{
    public override async Task Encode(
        EncodeRequest request, IServerStreamWriter<TensorPart> responseStream, ServerCallContext context)
    {
        using var condition = await call.RunAsync(models, request.Model, Run, context);
        foreach (var (name, tensor) in ConditionFile.Tensors(condition).OrderBy(tensor => tensor.Key))
            await responseStream.WriteAsync(tensor.ToWire(name), part => part, context.CancellationToken);

        EditCondition Run(ModelHandle handle, CancellationToken cancellation)
        {
            using var encoded = new TextStage(handle.Model).Encode(
                request.Instruction,
                request.HasGuidance ? request.Guidance : null,
                request.NegativePrompt is { Length: > 0 } negative ? negative : null).Condition;
            return encoded.To(CPU);
        }
    }
}
