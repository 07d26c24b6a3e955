using System.Runtime.InteropServices;
using Mesh.Curation.Analysis;
using Mesh.Curation.Duplicates;
using Mesh.Curation.Recipes;
using Mesh.Curation.Sources;
using Mesh.Curation.Tests.Films;
using Mesh.TestKit;
using Xunit.Abstractions;

namespace Mesh.Curation.Tests;

/// <summary>Duplicates among shots that cameras took.</summary>
public sealed class FootageDuplicateTests(ITestOutputHelper output) : IDisposable
{
    private const int Width = 256;
    private const int Height = 144;

    /// <summary>No two of the same thing.</summary>
    private static readonly Take[] Distinct =
    [
        new("cityCC0.mpg", 0, 30), new("cityCC0.mpg", 130, 30), new("cockatoo.mp4", 0, 30),
        new("cockatoo.mp4", 60, 20), new("cockatoo.mp4", 110, 30), new("cockatoo.mp4", 250, 30),
        new("motion.mov", 0, 30), new("balle-jbart.mp4", 0, 30), new("realshort.mp4", 0, 30),
        new("Force_constante.avi", 4, 22), new("balle1-vp9.avi", 0, 30),
    ];

    private static readonly string[] Changes =
    [
        "-vf scale=160:90 -crf 23",
        "-vf scale=384:216 -crf 18",
        "-crf 34",
        "-vf crop=iw*0.95:ih*0.95 -crf 20",
        "-vf crop=iw*0.95:ih*0.95:0:0,scale=256:144 -crf 23",
        "-vf eq=brightness=0.08 -crf 20",
        "-vf eq=brightness=-0.08 -crf 20",
        "-vf eq=contrast=1.1 -crf 23",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Copies_of_real_shots_are_found_and_distinct_shots_are_not()
    {
        var index = new SimilarityIndex(
            (await VectorAsync(await FilmAsync(0))).Length, RecipeFile.Load("icve-pretrain").Duplicates!.Threshold);
        var vectors = new List<float[]>();
        var (alike, nearest, farthest) = (0, -1f, 1f);
        for (var number = 0; number < Distinct.Length; number++)
        {
            var vector = await VectorAsync(await FilmAsync(number));
            alike += index.Find(vector) is null ? 0 : 1;
            nearest = vectors.Select(other => Dot(other, vector)).Append(nearest).Max();
            index.Add(vector);
            vectors.Add(vector);
        }
        var (found, wrong, copies) = (0, 0, 0);
        for (var number = 0; number < Distinct.Length; number++)
        {
            // Two of the changes; over all shots each of them comes.
            foreach (var change in Changes.Where((_, place) => (place + number) % 4 == 0))
            {
                var vector = await VectorAsync(await CopyAsync(await FilmAsync(number), change));
                copies++;
                farthest = Math.Min(farthest, Dot(vectors[number], vector));
                var match = index.Find(vector);
                found += match?.Number == number ? 1 : 0;
                wrong += match is { } other && other.Number != number ? 1 : 0;
            }
        }
        var precision = (double)found / Math.Max(1, found + wrong + alike);
        var told = $"{found} of {copies} copies found, {wrong} as another shot, "
            + $"{alike} distinct shots taken for copies; "
            + $"copies are {farthest:0.000} alike or more, distinct shots {nearest:0.000} or less";
        output.WriteLine(told);
        Assert.True((double)found / copies >= 0.98 && precision >= 0.99, told);
    }

    private static float Dot(float[] one, float[] other) => one.Zip(other, (a, b) => a * b).Sum();

    private async Task<string> FilmAsync(int number)
    {
        var path = _folder.At($"{number}.mp4");
        if (!File.Exists(path))
        {
            await FilmScript.WriteAsync(
                path, Width, Height, await Footage.ReadAsync(Distinct[number], Width, Height), new(18, "ultrafast"));
        }
        return path;
    }

    private static async Task<string> CopyAsync(string film, string change)
    {
        var path = Path.ChangeExtension(film, ".copy.mp4");
        await Lavfi.RunAsync(
            ["-i", film, .. change.Split(' '), "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", path]);
        return path;
    }

    private static async Task<float[]> VectorAsync(string path)
    {
        var recipe = new Recipe
        {
            Name = "test",
            Task = RecipeTask.Clips,
            Sources = new() { MinSide = 64, MinSeconds = 0.5 },
            Scenes = new() { MinSeconds = 0.5 },
        };
        var analysis = await new SourceAnalyzer(recipe, null, null, new(), new())
            .RunAsync(await SourceVideo.ReadAsync(path));
        return MemoryMarshal.Cast<byte, float>(Assert.Single(analysis.Shots).Embedding).ToArray();
    }
}
