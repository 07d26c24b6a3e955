using System.Text.Json;
using System.Text.Json.Serialization;
using Mesh.Editing.Report;
using Mesh.Editing.Windows;
using Mesh.Video;

namespace Mesh.Editing;

/// <summary>What an edit did, measured.</summary>
public sealed record EditReport
{
    /// <summary>How reports are written: camelCase, words for choices.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public required string Model { get; init; }

    public required EditRequest Request { get; init; }

    /// <summary>What the edit was run with.</summary>
    public required EditSettings Settings { get; init; }

    public required int Frames { get; init; }

    public required int Windows { get; init; }

    /// <summary>The film's size in pixels.</summary>
    public required PixelSize Size { get; init; }

    /// <summary>The size at which the model saw it.</summary>
    public required WorkingSize WorkingSize { get; init; }

    /// <summary>What the written file kept of the source.</summary>
    public required PreservationReport Preservation { get; init; }

    public required ChangeReport Change { get; init; }

    /// <summary>What the container could not keep; one line each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Seconds per stage.</summary>
    public required IReadOnlyDictionary<EditStage, double> Seconds { get; init; }

    /// <summary>Seconds of the whole edit, loading of the model excepted.</summary>
    public required double TotalSeconds { get; init; }
}
