using Microsoft.Extensions.Configuration;

namespace Mesh.Encoder.Chat;

/// <summary>Section "Mesh:Chat": conversations about pictures over OpenAI's API; off without a folder.</summary>
public sealed record ChatSettings
{
    public const string Section = "Mesh:Chat";

    /// <summary>A Qwen2.5-VL as it is published; null serves none.</summary>
    public string? Folder { get; init; }

    /// <summary>What callers name it; null takes the folder's name.</summary>
    public string? Model { get; init; }

    /// <summary>Where it runs: "cpu", "cuda", "cuda:1".</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Whether weights and activations are bfloat16 instead of float32.</summary>
    public bool BFloat16 { get; init; }

    /// <summary>Conversations that may wait behind the one that is answered.</summary>
    public int Queue { get; init; } = 16;

    /// <summary>Tokens of a reply whose request names no limit.</summary>
    public int MaxTokens { get; init; } = 512;

    /// <summary>Most pictures of a conversation, frames of videos among them.</summary>
    public int MaxPictures { get; init; } = 64;

    /// <summary>Largest request, MiB.</summary>
    public int MaxRequestMiB { get; init; } = 64;

    public static ChatSettings Read(IConfiguration configuration) =>
        configuration.GetSection(Section).Get<ChatSettings>() ?? new();
}
