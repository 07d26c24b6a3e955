using Mesh.Editing;

namespace Mesh.Cli.Chaos;

/// <summary>Makes every edit once more, in this process and undisturbed, and compares.</summary>
internal static class Twins
{
    /// <param name="modelFolder">The model the mesh served.</param>
    /// <param name="results">Films that came out of the mesh.</param>
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
        foreach (var (edit, film) in results.OrderBy(result => result.Key.Number))
        {
            var twin = Path.ChangeExtension(film, ".twin.mp4");
            await new VideoEditor(model).EditAsync(
                new(edit.Film, edit.Instruction, twin) { Seed = edit.Seed }, cancellation: cancellation);
            if (await SameAsync(film, twin, cancellation))
                identical++;
            else
                tell($"edit {edit.Number}: {film} differs from {twin}");
        }
        return identical;
    }

    private static async Task<bool> SameAsync(string one, string other, CancellationToken cancellation)
    {
        var (first, second) = (
            await File.ReadAllBytesAsync(one, cancellation), await File.ReadAllBytesAsync(other, cancellation));
        return first.AsSpan().SequenceEqual(second);
    }
}
