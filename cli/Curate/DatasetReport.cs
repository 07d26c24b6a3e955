using System.Globalization;
using System.Text;
using System.Text.Json;
using Mesh.Curation;
using Mesh.Curation.Dataset;
using Mesh.Curation.Vlm;

namespace Mesh.Cli.Curate;

/// <summary>What a curation made, for the person at the terminal or for a program.</summary>
internal sealed record DatasetReport(
    string Folder, DatasetSummary Summary, IReadOnlyList<OperatorTime> Times, VlmUsage? Usage)
{
    private static readonly JsonSerializerOptions Camel = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public string ToJson() => JsonSerializer.Serialize(
        new { folder = Folder, summary = Summary, times = Times, usage = Usage }, Camel);

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{Folder}: {Summary.Samples} samples in {Summary.Shards} shards, from {Summary.Shots} shots of "
            + $"{Summary.Sources} films\n");
        foreach (var (name, count) in Summary.Dropped.Where(drop => drop.Value > 0))
            text.Append(CultureInfo.InvariantCulture, $"{name,-14} dropped {count}\n");
        foreach (var time in Times)
            text.Append(CultureInfo.InvariantCulture, $"{time.Operator,-14} took {time.Seconds:0.0} s\n");
        if (Usage is not null)
            text.Append(CultureInfo.InvariantCulture, $"model: {Usage}\n");
        return text.Append(CultureInfo.InvariantCulture, $"look at {Folder}/report.html").ToString();
    }
}
