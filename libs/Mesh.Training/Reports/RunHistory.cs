using System.Text.Json;
using Mesh.Stores.Artifacts;
using Mesh.Training.Checkpoints;
using Mesh.Training.Launch;
using Mesh.Training.Publishing;
using Mesh.Training.Runs;

namespace Mesh.Training.Reports;

/// <summary>What a run has left in its folder.</summary>
/// <param name="Steps">Every step, in order.</param>
/// <param name="Checkpoints">Step and bytes of each.</param>
/// <param name="Candidates">Checkpoints that were before the gate, in order.</param>
/// <param name="Sheets">PNG files of the newest contact sheets, newest first.</param>
public sealed record RunHistory(
    IReadOnlyList<RunStep> Steps,
    IReadOnlyList<(int Step, long Bytes)> Checkpoints,
    IReadOnlyList<Candidate> Candidates,
    IReadOnlyList<string> Sheets)
{
    private const int ShownSheets = 3;

    public static async Task<RunHistory> ReadAsync(RunRequest request) => new(
        [.. Lines<RunStep>(Path.Combine(request.Folder, RunLog.FileName))],
        await CheckpointsAsync(request),
        [.. Lines<Candidate>(Path.Combine(request.Folder, Publishing.Candidates.FileName))],
        Directory.Exists(Path.Combine(request.Folder, ValidationSheet.Folder))
            ? [.. Directory.GetFiles(Path.Combine(request.Folder, ValidationSheet.Folder), "*.png")
                .OrderDescending(StringComparer.Ordinal).Take(ShownSheets)]
            : []);

    private static async Task<IReadOnlyList<(int Step, long Bytes)>> CheckpointsAsync(RunRequest request)
    {
        var steps = await request.CheckpointStepsAsync();
        if (steps.Count == 0)
            return [];  // opening a folder makes it
        var checkpoints = new CheckpointFolder(request.OpenCheckpoints());
        List<(int, long)> found = [];
        foreach (var step in steps)
        {
            try
            {
                found.Add((step, (await checkpoints.ReadAsync(step)).Files.Sum(file => file.Bytes)));
            }
            catch (ArtifactNotFoundException)
            {
                // It made room for a newer one just now.
            }
        }
        return found;
    }

    private static IEnumerable<T> Lines<T>(string path)
    {
        if (!File.Exists(path))
            yield break;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var lines = new StreamReader(file);
        while (lines.ReadLine() is { } line)
        {
            if (Parse<T>(line) is { } item)
                yield return item;
        }
    }

    // The last line may still be under way.
    private static T? Parse<T>(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
