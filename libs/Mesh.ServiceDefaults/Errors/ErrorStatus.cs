using System.Diagnostics;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Mesh.ServiceDefaults.Bus;
using Mesh.Stores.Artifacts;
using Mesh.Stores.Sql;
using Microsoft.AspNetCore.Http;

namespace Mesh.ServiceDefaults.Errors;

/// <summary>What a caller is told of an exception, whatever protocol he speaks.</summary>
public static class ErrorStatus
{
    private static readonly TimeSpan StoreRetry = TimeSpan.FromSeconds(5);

    /// <param name="error">What was thrown.</param>
    /// <param name="callerGaveUp">Whether the caller's own cancellation has fired.</param>
    public static Google.Rpc.Status Of(Exception error, bool callerGaveUp) => error switch
    {
        RequestException request => Told(request),
        EditInputException input => Told(Field(input)),
        OperationCanceledException when callerGaveUp => Plain(Code.Cancelled, "The caller cancelled."),
        _ when callerGaveUp => Plain(Code.Cancelled, "The caller went away."),
        OperationCanceledException => Plain(Code.DeadlineExceeded, "The service ran out of time."),
        InvalidProtocolBufferException => Unreadable(),
        BadHttpRequestException bad => Plain(Code.InvalidArgument, bad.Message),
        ArtifactNotFoundException => Plain(Code.NotFound, "The video of this edit has been deleted."),
        StoreUnavailableException or ArtifactStoreException =>
            Told(RequestErrors.Unavailable("The mesh cannot reach its stores; try again.", StoreRetry)),
        _ => Incident(),
    };

    /// <summary>For a caller whose bytes are no message.</summary>
    public static Google.Rpc.Status Unreadable() =>
        Plain(Code.InvalidArgument, "The bytes are no message of the expected type.");

    /// <summary>Whether it is a fault of ours, to be logged with its stack.</summary>
    public static bool IsOurs(Google.Rpc.Status status) =>
        (Code)status.Code is Code.Internal or Code.Unavailable or Code.DeadlineExceeded;

    private static Google.Rpc.Status Told(RequestException error)
    {
        var status = Plain(error.Code, error.Message);
        status.Details.AddRange(error.Details.Select(detail => Any.Pack(detail)));
        return status;
    }

    private static RequestException Field(EditInputException error)
    {
        if (error.Field is not { } field)
            return new((Code)error.Code, error.Message);
        var details = new BadRequest();
        details.FieldViolations.Add(new BadRequest.Types.FieldViolation { Field = field, Description = error.Message });
        return new((Code)error.Code, error.Message, details);
    }

    // What went wrong stays in the log, where the trace id leads to it.
    private static Google.Rpc.Status Incident()
    {
        var status = Plain(Code.Internal, "Internal error.");
        if (Activity.Current is { } trace)
        {
            var info = new ErrorInfo { Reason = "INTERNAL", Domain = "mesh" };
            info.Metadata["trace_id"] = trace.TraceId.ToHexString();
            status.Details.Add(Any.Pack(info));
        }
        return status;
    }

    private static Google.Rpc.Status Plain(Code code, string message) =>
        new() { Code = (int)code, Message = message };
}
