using System.Text.Json;
using Mesh.Perception.Chat;
using Mesh.Video;

namespace Mesh.Encoder.Chat;

/// <summary>Reads the messages of a request.</summary>
internal static class ChatMessages
{
    /// <exception cref="ChatException">A message cannot be read.</exception>
    public static async Task<IReadOnlyList<ChatMessage>> ReadAsync(
        JsonElement json, int maxPictures, CancellationToken cancellation)
    {
        if (ChatRequest.Optional(json, "messages") is not { ValueKind: JsonValueKind.Array } list
            || list.GetArrayLength() == 0)
        {
            throw ChatException.BadRequest("messages", "'messages' must be a list with at least one message.");
        }

        var messages = new List<ChatMessage>();
        var pictures = new DataPictures(maxPictures);
        foreach (var (i, message) in list.EnumerateArray().Index())
        {
            var path = $"messages[{i}]";
            var role = ChatRequest.Text(message, "role", $"{path}.role") switch
            {
                "developer" or "system" => "system",
                "user" => "user",
                "assistant" => "assistant",
                var other => throw ChatException.BadRequest(
                    $"{path}.role", $"A role must be system, developer, user or assistant, got '{other}'."),
            };
            messages.Add(new(role, await PartsAsync(message, $"{path}.content", pictures, cancellation)));
        }
        return messages;
    }

    private static async Task<IReadOnlyList<ChatPart>> PartsAsync(
        JsonElement message, string path, DataPictures pictures, CancellationToken cancellation)
    {
        var content = ChatRequest.Optional(message, "content");
        if (content is { ValueKind: JsonValueKind.String } text)
            return [new ChatText(text.GetString()!)];
        if (content is not { ValueKind: JsonValueKind.Array } list)
            throw ChatException.BadRequest(path, $"'{path}' must be a string or a list of parts.");

        var parts = new List<ChatPart>();
        foreach (var (i, part) in list.EnumerateArray().Index())
            parts.Add(await PartAsync(part, $"{path}[{i}]", pictures, cancellation));
        return parts;
    }

    private static async Task<ChatPart> PartAsync(
        JsonElement part, string path, DataPictures pictures, CancellationToken cancellation)
    {
        switch (ChatRequest.Text(part, "type", $"{path}.type"))
        {
            case "text":
                return new ChatText(ChatRequest.Text(part, "text", $"{path}.text"));
            case "image_url":
                var image = ChatRequest.Optional(part, "image_url") ?? default;
                var url = image.ValueKind == JsonValueKind.String
                    ? image.GetString()!
                    : ChatRequest.Text(image, "url", $"{path}.image_url.url");
                return new ChatImage(await pictures.DecodeAsync(url, $"{path}.image_url.url", cancellation));
            case "video":
                return await VideoAsync(part, path, pictures, cancellation);
            case var other:
                throw ChatException.BadRequest(
                    $"{path}.type", $"A part must be text, image_url or video, got '{other}'.");
        }
    }

    // Beyond OpenAI's API, as Qwen's own clients spell it: frames of one video, with their rate.
    private static async Task<ChatPart> VideoAsync(
        JsonElement part, string path, DataPictures pictures, CancellationToken cancellation)
    {
        if (ChatRequest.Optional(part, "video") is not { ValueKind: JsonValueKind.Array } list)
            throw ChatException.BadRequest($"{path}.video", $"'{path}.video' must be a list of data URLs.");

        var frames = new List<RgbImage>();
        foreach (var (i, frame) in list.EnumerateArray().Index())
            frames.Add(await pictures.DecodeAsync(frame.ToString(), $"{path}.video[{i}]", cancellation));
        var rate = ChatRequest.Optional(part, "fps") is { ValueKind: JsonValueKind.Number } fps ? fps.GetDouble() : 2;
        return new ChatVideo(frames, rate);
    }
}
