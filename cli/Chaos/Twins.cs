using Mesh.Editing;

namespace Mesh.Cli.Chaos;

/// <summary>Makes every edit once more, in this process and undisturbed, and compares.</summary>
internal static class Twins
{
    /// <param name="modelFolder">The model the mesh served.</param>
    /// <param name="results">Films that came out of the mesh; those of the same edit share a twin.</param>
    /// <param name="tell">Takes a line about each that differs.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <returns>How many are the same, byte for byte.</returns>
    public static async Task<int> CountAsync(
        string modelFolder,
        IReadOnlyDictionary<ChaosEdit, string> results,
        Action<string> tell,
        CancellationToken cancellation)
    {
        Compute.UseThreads(1);
        using var model = ModelFolder.Load(modelFolder);
        var identical = 0;
        var edits = results.OrderBy(result => result.Key.Number).GroupBy(result => result.Key with { Number = 0 });
        foreach (var same in edits)
        {
            var twin = Path.ChangeExtension(same.First().Value, ".twin.mp4");
            await new VideoEditor(model).EditAsync(
                new(same.Key.Film, same.Key.Instruction, twin) { Seed = same.Key.Seed, Steps = same.Key.Steps },
                cancellation: cancellation);
            var expected = await File.ReadAllBytesAsync(twin, cancellation);
            foreach (var (edit, film) in same)
            {
                var bytes = await File.ReadAllBytesAsync(film, cancellation);
                if (bytes.AsSpan().SequenceEqual(expected))
                    identical++;
                else
                    tell($"edit {edit.Number}: {film} differs from {twin}");
            }
        }
        return identical;
    }
}
