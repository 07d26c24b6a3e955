using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mesh.Encoder.Chat;

/// <summary>OpenAI's chat completions as JSON: snake_case, what is absent left out.</summary>
internal static class ChatJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
}

internal sealed record Completion(
    string Id, string Object, long Created, string Model, IReadOnlyList<CompletionChoice> Choices, TokenUsage? Usage);

/// <summary>One of the replies; here always the only one.</summary>
internal sealed record CompletionChoice(int Index, CompletionText? Message, CompletionText? Delta)
{
    // Null stands in every piece of a stream but the last.
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? FinishReason { get; init; }
}

internal sealed record CompletionText(string? Role, string? Content);

internal sealed record TokenUsage(int PromptTokens, int CompletionTokens)
{
    public int TotalTokens => PromptTokens + CompletionTokens;
}

internal sealed record ErrorBody(ErrorText Error);

internal sealed record ErrorText(string Message, string Type, string? Param, string? Code);

internal sealed record ModelList(string Object, IReadOnlyList<ModelEntry> Data);

internal sealed record ModelEntry(string Id, string Object, string OwnedBy);
