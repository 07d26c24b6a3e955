using System.Text.Json;
using Mesh.Perception.Chat;

namespace Mesh.Encoder.Chat;

/// <summary>A request of /v1/chat/completions, checked.</summary>
/// <param name="Model">As the caller named it.</param>
/// <param name="Messages">With their pictures decoded.</param>
/// <param name="Options">How the reply is made.</param>
/// <param name="Stream">Whether the reply is sent piece by piece.</param>
/// <param name="StreamUsage">Whether a stream ends with the number of tokens.</param>
internal sealed record ChatRequest(
    string Model, IReadOnlyList<ChatMessage> Messages, ChatOptions Options, bool Stream, bool StreamUsage)
{
    // Offered by others, not here: silence would be a wrong answer.
    private static readonly string[] Unsupported =
        ["tools", "functions", "tool_choice", "function_call", "logprobs", "stop", "audio", "modalities"];

    /// <exception cref="ChatException">Something is missing, wrong or not offered.</exception>
    public static async Task<ChatRequest> ReadAsync(
        JsonElement json, ChatSettings settings, CancellationToken cancellation)
    {
        foreach (var name in Unsupported)
        {
            if (Optional(json, name) is { } given && given.ValueKind is not JsonValueKind.False)
                throw ChatException.BadRequest(name, $"'{name}' is not offered.", "unsupported_parameter");
        }
        if (Optional(json, "n") is { } n && n.ToString() != "1")
            throw ChatException.BadRequest("n", "Only one reply is made: n must be 1.", "unsupported_parameter");
        if (Optional(json, "response_format") is { } format && Text(format, "type", "response_format") != "text")
        {
            throw ChatException.BadRequest(
                "response_format", "Replies are text: response_format must be text.", "unsupported_parameter");
        }

        var messages = await ChatMessages.ReadAsync(json, settings.MaxPictures, cancellation);
        return new(
            Text(json, "model", "model"),
            messages,
            ReadOptions(json, settings),
            Optional(json, "stream")?.ValueKind == JsonValueKind.True,
            Optional(json, "stream_options") is { ValueKind: JsonValueKind.Object } stream
                && Optional(stream, "include_usage")?.ValueKind == JsonValueKind.True);
    }

    public static JsonElement? Optional(JsonElement json, string name) => json.ValueKind == JsonValueKind.Object
        && json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string Text(JsonElement json, string name, string path) =>
        Optional(json, name) is { ValueKind: JsonValueKind.String } text
            ? text.GetString()!
            : throw ChatException.BadRequest(path, $"'{path}' must be a string.");

    private static ChatOptions ReadOptions(JsonElement json, ChatSettings settings) => new()
    {
        MaxTokens = (int)(Number(json, "max_completion_tokens", 1, int.MaxValue)
            ?? Number(json, "max_tokens", 1, int.MaxValue) ?? settings.MaxTokens),
        Temperature = Number(json, "temperature", 0, 2) ?? 0,
        TopP = Number(json, "top_p", 1e-6, 1) ?? 1,
        Seed = (int)((long)(Number(json, "seed", long.MinValue, long.MaxValue) ?? 0) % int.MaxValue),
    };

    private static double? Number(JsonElement json, string name, double least, double most)
    {
        if (Optional(json, name) is not { } value)
            return null;
        return value.ValueKind == JsonValueKind.Number && value.GetDouble() is var number
            && number >= least && number <= most
                ? number
                : throw ChatException.BadRequest(
                    name, $"'{name}' must be a number from {least} to {most}, got {value}.");
    }
}
