using System.Text.Json;
using Mesh.Curation.Pipeline;
using Mesh.Stores.Artifacts;

namespace Mesh.Curation.Sources;

/// <summary>
/// Existing edit triplets: lines of JSON with "source", "edited", "instruction" and, if known, "type".
/// </summary>
public static class TripletManifest
{
    /// <summary>Reads manifests; paths in them are relative to their folder.</summary>
    /// <exception cref="InvalidDataException">A line is no triplet; the message names it.</exception>
    public static async Task<CurationSources> ReadAsync(
        IReadOnlyList<string> manifests, CancellationToken cancellation = default)
    {
        var sources = new List<SourceVideo>();
        foreach (var manifest in manifests)
        {
            var (folder, number) = (Path.GetDirectoryName(Path.GetFullPath(manifest))!, 0);
            await foreach (var line in File.ReadLinesAsync(manifest, cancellation))
            {
                number++;
                if (!string.IsNullOrWhiteSpace(line))
                    sources.Add(await ReadAsync(line, folder, $"{manifest}, line {number}", cancellation));
            }
        }
        return CurationSources.Of(sources);
    }

    private static async Task<SourceVideo> ReadAsync(
        string line, string folder, string place, CancellationToken cancellation)
    {
        Triplet? triplet;
        try
        {
            triplet = JsonSerializer.Deserialize<Triplet>(line, CurationJson.Options);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{place}: is no JSON ({error.Message})", error);
        }
        if (triplet is not { Source: { } source, Edited: { } edited, Instruction: { } instruction })
            throw new InvalidDataException($"{place}: expected source, edited and instruction, got {line}");
        var (original, changed) = (Path.Combine(folder, source), Path.Combine(folder, edited));
        foreach (var missing in (string[])[original, changed])
        {
            if (!File.Exists(missing))
                throw new InvalidDataException($"{place}: {missing} does not exist.");
        }
        var hash = CurationStore.Digest(
        [
            await FileHash.OfAsync(original, cancellation), await FileHash.OfAsync(changed, cancellation),
            instruction,
        ]);
        return new(source, original, hash)
        {
            EditedPath = changed,
            Instruction = instruction,
            EditType = triplet.Type,
        };
    }

    private sealed record Triplet(string? Source, string? Edited, string? Instruction, string? Type);
}
