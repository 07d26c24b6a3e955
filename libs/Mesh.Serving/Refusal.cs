using Google.Rpc;
using Mesh.Editing;
using Mesh.Editing.Serving;
using Mesh.Models.NanoText;
using Mesh.ServiceDefaults.Bus;
using Mesh.ServiceDefaults.Errors;
using Mesh.Tensors;

namespace Mesh.Serving;

/// <summary>What the networks refuse because of what was asked for, told alike over gRPC and over the bus.</summary>
/// <param name="Code">How it is told.</param>
/// <param name="Field">The field it is about.</param>
/// <param name="Cause">What was thrown.</param>
public sealed record Refusal(Code Code, string? Field, Exception Cause)
{
    /// <summary>Null for what is not the caller's fault.</summary>
    public static Refusal? Of(Exception error) => error switch
    {
        UnknownModelException => new(Code.NotFound, "model", error),
        UnknownWordException or InstructionTooLongException => new(Code.InvalidArgument, "instruction", error),
        EditRequestException request => new(Code.InvalidArgument, request.Field, error),
        ShapeException => new(Code.InvalidArgument, "tensor", error),
        _ => null,
    };

    public RequestException ToRequestException() => Code == Code.NotFound
        ? new RequestException(Code.NotFound, Cause.Message)
        : new InvalidRequestException(Field ?? "options", Cause.Message);

    public EditInputException ToInputException() => new(Cause.Message, Field, (int)Code, Cause);
}
