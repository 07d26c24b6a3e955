using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mesh.Gateway.Rest;

/// <summary>An edit in the shape that video APIs share; openapi.json describes every field.</summary>
public sealed record VideoObject
{
    /// <summary>How everything of the REST API is written: snake_case, nothing for null.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public required string Id { get; init; }

    [JsonPropertyName("object")]
    public string Kind { get; init; } = "video";

    /// <summary>queued, in_progress, completed, failed or cancelled.</summary>
    public required string Status { get; init; }

    /// <summary>Percent, 0 to 100.</summary>
    public required int Progress { get; init; }

    public VideoProgress? ProgressDetail { get; init; }

    /// <summary>Seconds since 1970, like the other times.</summary>
    public required long CreatedAt { get; init; }

    public long? StartedAt { get; init; }

    public long? CompletedAt { get; init; }

    public required string Model { get; init; }

    /// <summary>The instruction.</summary>
    public required string Prompt { get; init; }

    public string? NegativePrompt { get; init; }

    public long? Seed { get; init; }

    public int? Steps { get; init; }

    public double? Guidance { get; init; }

    /// <summary>interactive, standard or batch.</summary>
    public required string Priority { get; init; }

    public VideoError? Error { get; init; }

    public VideoResult? Result { get; init; }
}

/// <summary>Where an edit is.</summary>
public sealed record VideoProgress
{
    /// <summary>Edits of the same priority ahead of it.</summary>
    public int? QueuePosition { get; init; }

    /// <summary>encode, vae_encode, denoise, vae_decode or finish.</summary>
    public string? Stage { get; init; }

    public int? Step { get; init; }

    public int? Steps { get; init; }

    public int? Window { get; init; }

    public int? Windows { get; init; }

    public double? EtaSeconds { get; init; }
}

/// <summary>Why an edit failed.</summary>
/// <param name="Code">Name of a google.rpc.Code, for example INVALID_ARGUMENT.</param>
/// <param name="Message">One line.</param>
/// <param name="Field">The field it is about.</param>
public sealed record VideoError(string Code, string Message, string? Field);

/// <summary>What an edit has made.</summary>
/// <param name="Bytes">Size of the video.</param>
/// <param name="Sha256">Its SHA-256, lower-case hex.</param>
/// <param name="MediaType">Its container, for example video/mp4.</param>
/// <param name="Report">The measured report.</param>
public sealed record VideoResult(long Bytes, string Sha256, string MediaType, JsonElement? Report);

/// <summary>There is a new picture of what an edit is about to become.</summary>
/// <param name="Id">The edit.</param>
/// <param name="Url">Where the picture is, PNG; path on this server.</param>
public sealed record VideoPreviewed(string Id, string Url)
{
    [JsonPropertyName("object")]
    public string Kind { get; init; } = "video.preview";
}

/// <summary>A page of edits, newest first.</summary>
/// <param name="Data">The edits.</param>
/// <param name="HasMore">Whether another page follows.</param>
/// <param name="Next">What to give as "after" for that page.</param>
public sealed record VideoList(IReadOnlyList<VideoObject> Data, bool HasMore, string? Next)
{
    [JsonPropertyName("object")]
    public string Kind { get; init; } = "list";
}

/// <summary>The answer to a deletion.</summary>
/// <param name="Id">The edit.</param>
/// <param name="Status">How it had ended, or "cancelled" when it had not.</param>
public sealed record VideoDeleted(string Id, string Status)
{
    [JsonPropertyName("object")]
    public string Kind { get; init; } = "video.deleted";

    public bool Deleted { get; init; } = true;
}
