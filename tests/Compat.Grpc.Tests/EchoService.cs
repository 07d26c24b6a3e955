using System.Collections.Concurrent;
using System.Globalization;
using Compat.Grpc.Tests.Protos;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using static Google.Rpc.BadRequest.Types;
using Status = Grpc.Core.Status;

namespace Compat.Grpc.Tests;

/// <summary>Does what each request asks for.</summary>
internal sealed class EchoService : Echo.EchoBase
{
    private static readonly ConcurrentDictionary<string, TaskCompletionSource> Events = new();

    /// <summary>Completes when the request with this text hangs.</summary>
    public static Task StartOf(string name) => Event($"start {name}").Task.WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>Completes when the service sees that the hanging request with this text was cancelled.</summary>
    public static Task CancellationOf(string name) => Event($"end {name}").Task.WaitAsync(TimeSpan.FromSeconds(60));

    public override async Task<EchoReply> Unary(EchoRequest request, ServerCallContext context)
    {
        await SendMetadataAsync(context);
        if (request.Hang)
            await HangAsync(request, context);
        ThrowIfAsked(request);
        return Reply(request, context);
    }

    public override async Task<EchoReply> Collect(
        IAsyncStreamReader<EchoRequest> requestStream, ServerCallContext context)
    {
        await SendMetadataAsync(context);
        var reply = new EchoReply();
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            ThrowIfAsked(request);
            reply.Count++;
            reply.Text += request.Text;
            if (request.Hang)
                await HangAsync(request, context);
        }

        return reply;
    }

    public override async Task Expand(
        EchoRequest request, IServerStreamWriter<EchoReply> responseStream, ServerCallContext context)
    {
        await SendMetadataAsync(context);
        for (var index = 0; index < request.Count; index++)
        {
            var reply = Reply(request, context);
            reply.Count = index;
            await responseStream.WriteAsync(reply);
        }

        if (request.Hang)
            await HangAsync(request, context);
        ThrowIfAsked(request);
    }

    public override async Task Chat(
        IAsyncStreamReader<EchoRequest> requestStream,
        IServerStreamWriter<EchoReply> responseStream,
        ServerCallContext context)
    {
        await SendMetadataAsync(context);
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            if (request.Hang)
                await HangAsync(request, context);
            ThrowIfAsked(request);
            await responseStream.WriteAsync(Reply(request, context));
        }
    }

    private static EchoReply Reply(EchoRequest request, ServerCallContext context) => new()
    {
        Text = request.Text,
        Data = request.Data,
        DeadlineMs = context.Deadline == DateTime.MaxValue
            ? 0
            : (long)(context.Deadline - DateTime.UtcNow).TotalMilliseconds,
    };

    private static TaskCompletionSource Event(string name) => Events.GetOrAdd(
        name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    private static async Task HangAsync(EchoRequest request, ServerCallContext context)
    {
        Event($"start {request.Text}").TrySetResult();
        try
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }
        finally
        {
            Event($"end {request.Text}").TrySetResult();
        }
    }

    /// <summary>Metadata "echo-..." come back: as headers, and as trailers with "trailer" in the name.</summary>
    private static async Task SendMetadataAsync(ServerCallContext context)
    {
        var headers = new Metadata();
        foreach (var entry in context.RequestHeaders)
        {
            if (!entry.Key.StartsWith("echo-", StringComparison.Ordinal))
                continue;
            (entry.Key.Contains("trailer", StringComparison.Ordinal) ? context.ResponseTrailers : headers).Add(entry);
        }

        if (headers.Count > 0)
            await context.WriteResponseHeadersAsync(headers);
    }

    private static void ThrowIfAsked(EchoRequest request)
    {
        if (request.BadField.Length > 0)
        {
            var detail = new BadRequest
            {
                FieldViolations = { new FieldViolation { Field = request.BadField, Description = request.Message } },
            };
            throw new Google.Rpc.Status
            {
                Code = (int)StatusCode.InvalidArgument,
                Message = request.Message,
                Details = { Any.Pack(detail) },
            }.ToRpcException();
        }

        if (request.Code == -1)
            throw new FormatException(request.Message);
        if (request.Code != 0)
        {
            var trailers = new Metadata { { "failed-with", request.Code.ToString(CultureInfo.InvariantCulture) } };
            throw new RpcException(new Status((StatusCode)request.Code, request.Message), trailers);
        }
    }
}
