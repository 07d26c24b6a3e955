using System.Text.Json;
using Mesh.Contracts.Bus;

namespace Mesh.Gateway.Edits;

/// <summary>What an edit was asked to do, as the job store keeps it; all a routing slip is made of.</summary>
public sealed record EditPlan
{
    public required string Instruction { get; init; }

    /// <summary>Name of the model; empty for the default.</summary>
    public string Model { get; init; } = "";

    public string? NegativePrompt { get; init; }

    public double? Guidance { get; init; }

    public long Seed { get; init; } = 42;

    public int? Steps { get; init; }

    /// <summary>Name of the uploaded file, for the person who asks for the list.</summary>
    public string FileName { get; init; } = "";

    /// <summary>Artifact of the film.</summary>
    public required string VideoKey { get; init; }

    /// <summary>Artifact of what the check of the film has found; null when it was not kept.</summary>
    public string? FilmKey { get; init; }

    /// <summary>What is shown beside the film.</summary>
    public GuideKeys Guides { get; init; } = new();

    /// <summary>Artifact that the edited film will be; its extension names the container.</summary>
    public required string OutputKey { get; init; }

    /// <summary>For <see cref="Stores.Jobs.NewEdit.Options"/>.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    /// <exception cref="JsonException">It is no plan.</exception>
    public static EditPlan Parse(string json) =>
        JsonSerializer.Deserialize<EditPlan>(json, JsonSerializerOptions.Web)
        ?? throw new JsonException("The options of an edit are the JSON null.");
}
