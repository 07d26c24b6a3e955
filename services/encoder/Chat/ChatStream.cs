using System.Text.Json;
using System.Threading.Channels;
using Mesh.Perception.Chat;
using Microsoft.AspNetCore.Http;

namespace Mesh.Encoder.Chat;

/// <summary>A reply as server-sent events, piece by piece while it is made.</summary>
internal sealed class ChatStream(HttpResponse response, string id, long created, string model)
{
    private const string Chunk = "chat.completion.chunk";

    /// <summary>Why a reply ended.</summary>
    public static string Reason(ChatReply reply) => reply.IsComplete ? "stop" : "length";

    public async Task WriteAsync(ChatModel network, ChatRequest request, CancellationToken cancellation)
    {
        var pieces = Channel.CreateUnbounded<string>();
        var reply = ReplyAsync();
        // What is refused before its first piece is an error with its own status.
        if (!await pieces.Reader.WaitToReadAsync(cancellation))
            await reply;

        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
        await SendAsync([new(0, null, new("assistant", ""))], null, cancellation);
        await foreach (var piece in pieces.Reader.ReadAllAsync(cancellation))
            await SendAsync([new(0, null, new(null, piece))], null, cancellation);

        var made = await reply;
        await SendAsync(
            [new(0, null, new(null, null)) { FinishReason = Reason(made) }], null, cancellation);
        if (request.StreamUsage)
            await SendAsync([], new(made.PromptTokens, made.ReplyTokens), cancellation);
        await response.WriteAsync("data: [DONE]\n\n", cancellation);

        async Task<ChatReply> ReplyAsync()
        {
            try
            {
                return await network.ReplyAsync(
                    request.Messages, request.Options, piece => pieces.Writer.TryWrite(piece), cancellation);
            }
            finally
            {
                pieces.Writer.Complete();
            }
        }
    }

    private async Task SendAsync(
        IReadOnlyList<CompletionChoice> choices, TokenUsage? usage, CancellationToken cancellation)
    {
        var json = JsonSerializer.Serialize(
            new Completion(id, Chunk, created, model, choices, usage), ChatJson.Options);
        await response.WriteAsync($"data: {json}\n\n", cancellation);
        await response.Body.FlushAsync(cancellation);
    }
}
