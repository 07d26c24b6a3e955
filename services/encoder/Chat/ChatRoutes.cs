using System.Text.Json;
using Mesh.ServiceDefaults.Auth;
using Mesh.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mesh.Encoder.Chat;

/// <summary>OpenAI's /v1/chat/completions and /v1/models.</summary>
internal sealed class ChatRoutes(ChatModel model, ChatSettings settings, ILogger<ChatRoutes> logger)
{
    private const int TooLarge = StatusCodes.Status413PayloadTooLarge;

    public static void Map(WebApplication app)
    {
        var routes = app.Services.GetRequiredService<ChatRoutes>();
        app.MapPost("/v1/chat/completions", routes.Guard(routes.CompleteAsync));
        app.MapGet("/v1/models", routes.Guard(routes.ListAsync));
    }

    private Task ListAsync(HttpContext context) => context.Response.WriteAsJsonAsync(
        new ModelList("list", [new(model.Name, "model", "mesh")]), ChatJson.Options, context.RequestAborted);

    private async Task CompleteAsync(HttpContext context)
    {
        var cancellation = context.RequestAborted;
        var request = await ReadAsync(context, cancellation);
        if (request.Model != model.Name)
            throw ChatException.UnknownModel(Shown.Line(request.Model), model.Name);

        var id = $"chatcmpl-{Guid.NewGuid():N}";
        var created = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        if (request.Stream)
        {
            await new ChatStream(context.Response, id, created, model.Name).WriteAsync(model, request, cancellation);
            return;
        }

        var reply = await model.ReplyAsync(request.Messages, request.Options, onText: null, cancellation);
        var choice = new CompletionChoice(0, new("assistant", reply.Text), null)
        {
            FinishReason = ChatStream.Reason(reply),
        };
        await context.Response.WriteAsJsonAsync(
            new Completion(
                id, "chat.completion", created, model.Name, [choice], new(reply.PromptTokens, reply.ReplyTokens)),
            ChatJson.Options, cancellation);
    }

    private async Task<ChatRequest> ReadAsync(HttpContext context, CancellationToken cancellation)
    {
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = (long)settings.MaxRequestMiB << 20;
        try
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, default, cancellation);
            return await ChatRequest.ReadAsync(body.RootElement, settings, cancellation);
        }
        catch (JsonException error)
        {
            throw ChatException.BadRequest("body", $"The request is not JSON: {error.Message}");
        }
        catch (BadHttpRequestException error) when (error.StatusCode == TooLarge)
        {
            throw new ChatException(
                TooLarge, "invalid_request_error", null, null, $"A request has at most {settings.MaxRequestMiB} MiB.");
        }
    }

    private RequestDelegate Guard(RequestDelegate handler) => async context =>
    {
        try
        {
            AuthFeature.Tenant(context);
            await handler(context);
        }
        catch (RequestException error)
        {
            var isAway = error.Code == Google.Rpc.Code.Unavailable;
            await FailAsync(context, isAway
                ? new(503, "server_error", null, null, error.Message)
                : new(401, "invalid_request_error", "invalid_api_key", null, error.Message));
        }
        catch (ChatException error)
        {
            await FailAsync(context, error);
        }
        catch (Exception error) when (context.RequestAborted.IsCancellationRequested)
        {
            logger.LogInformation("A conversation ended with its caller: {Reason}", error.Message);
        }
        catch (Exception error)
        {
            logger.LogError(error, "A conversation failed");
            await FailAsync(context, new(500, "server_error", null, null, "The reply could not be made."));
        }
    };

    private static Task FailAsync(HttpContext context, ChatException error)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();  // half a stream must not look like a whole one
            return Task.CompletedTask;
        }

        context.Response.StatusCode = error.Status;
        if (error.Status == StatusCodes.Status429TooManyRequests)
            context.Response.Headers.RetryAfter = "5";
        return context.Response.WriteAsJsonAsync(
            new ErrorBody(new(error.Message, error.Type, error.Parameter, error.Code)), ChatJson.Options,
            context.RequestAborted);
    }
}
