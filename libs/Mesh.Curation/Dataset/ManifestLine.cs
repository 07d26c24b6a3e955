using Mesh.Curation.Clips;
using Mesh.Curation.Motion;

namespace Mesh.Curation.Dataset;

/// <summary>A sample as the manifest has it: one line of JSON.</summary>
internal sealed record ManifestLine
{
    public required string Id { get; init; }

    public required string Source { get; init; }

    public string? Name { get; init; }

    public required int Shot { get; init; }

    public required string Bucket { get; init; }

    public required double Rate { get; init; }

    public string? Shard { get; init; }

    public string? Instruction { get; init; }

    public string? Caption { get; init; }

    public string? MaskedCaption { get; init; }

    public string? EditType { get; init; }

    public required IReadOnlyDictionary<string, int[]> Spans { get; init; }

    public required IReadOnlyDictionary<string, MotionScore> Motion { get; init; }

    public required IReadOnlyDictionary<string, double> Scores { get; init; }

    public required IReadOnlyList<ManifestFile> Files { get; init; }

    public static ManifestLine Of(Sample sample, string? name, string? shard) => new()
    {
        Id = sample.Id,
        Source = sample.Source,
        Name = name,
        Shot = sample.Shot,
        Bucket = sample.Bucket,
        Rate = sample.Rate,
        Shard = shard,
        Instruction = sample.Instruction,
        Caption = sample.Caption,
        MaskedCaption = sample.MaskedCaption,
        EditType = sample.EditType,
        Spans = sample.Spans,
        Motion = sample.Motion,
        Scores = sample.Scores,
        Files =
        [
            .. from file in sample.Files
               select new ManifestFile(
                   file.Role, $"{sample.Id}.{file.Role}{Path.GetExtension(file.Key)}", file.Sha256, file.Bytes),
        ],
    };
}

/// <summary>A file of a sample as the manifest has it.</summary>
internal sealed record ManifestFile(string Role, string Name, string Sha256, long Bytes);

/// <summary>Something that is not in the dataset.</summary>
internal sealed record DropLine(
    string Name, string Source, int? Shot, string? Sample, string Operator, string Reason, string Detail);
