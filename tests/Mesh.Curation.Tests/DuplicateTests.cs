using System.Runtime.InteropServices;
using Mesh.Curation.Analysis;
using Mesh.Curation.Duplicates;
using Mesh.Curation.Recipes;
using Mesh.Curation.Sources;
using Mesh.Curation.Tests.Films;
using Mesh.Scenes;
using Mesh.TestKit;

namespace Mesh.Curation.Tests;

public sealed class DuplicateTests : IDisposable
{
    private const int Width = 256;
    private const int Height = 144;
    private const int Distinct = 32;

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
    public async Task Copies_are_found_and_distinct_clips_are_not()
    {
        var threshold = RecipeFile.Load("icve-pretrain").Duplicates!.Threshold;
        var index = new SimilarityIndex((await VectorAsync(await FilmAsync(0))).Length, threshold);
        var films = new List<string>();
        for (var number = 0; number < Distinct; number++)
            films.Add(await FilmAsync(number));

        var vectors = new List<float[]>();
        var (alike, nearest, farthest) = (0, -1f, 1f);
        foreach (var film in films)
        {
            var vector = await VectorAsync(film);
            alike += index.Find(vector) is null ? 0 : 1;
            nearest = vectors.Select(other => Dot(other, vector)).Append(nearest).Max();
            index.Add(vector);
            vectors.Add(vector);
        }
        var (found, wrong, copies) = (0, 0, 0);
        for (var number = 0; number < Distinct; number += 2)
        {
            var change = Changes[number / 2 % Changes.Length];
            var vector = await VectorAsync(await CopyAsync(films[number], change));
            copies++;
            farthest = Math.Min(farthest, Dot(vectors[number], vector));
            var match = index.Find(vector);
            found += match?.Number == number ? 1 : 0;
            wrong += match is { } other && other.Number != number ? 1 : 0;
        }
        var precision = (double)found / Math.Max(1, found + wrong + alike);
        Assert.True(
            (double)found / copies >= 0.98 && precision >= 0.99,
            $"{found} of {copies} copies found, {wrong} as another clip, {alike} distinct clips taken for copies; "
            + $"copies are {farthest:0.000} alike or more, distinct clips {nearest:0.000} or less");
    }

    [Fact]
    public void The_index_gives_what_comparing_with_each_would_give()
    {
        const int count = 400, size = 64;
        var random = new SceneRandom(1);
        var index = new SimilarityIndex(size, 0.6);
        var vectors = new List<float[]>();
        for (var i = 0; i < count; i++)
        {
            var vector = new float[size];
            var centre = random.Below(40);
            for (var k = 0; k < size; k++)
                vector[k] = (float)(random.Between(-1, 1) + (k % 40 == centre ? 4 : 0));
            var length = MathF.Sqrt(vector.Sum(value => value * value));
            vector = [.. vector.Select(value => value / length)];

            var similarities = vectors
                .Select(other => other.Zip(vector, (one, two) => (double)one * two).Sum()).ToArray();
            if (similarities.All(similarity => Math.Abs(similarity - 0.6) > 1e-5))  // rounding decides the others
            {
                Assert.Equal(
                    Array.FindIndex(similarities, similarity => similarity >= 0.6), index.Find(vector)?.Number ?? -1);
            }
            index.Add(vector);
            vectors.Add(vector);
        }
        Assert.Equal(count, index.Count);
    }

    private static float Dot(float[] one, float[] other) => one.Zip(other, (a, b) => a * b).Sum();

    // Textures and rendered scenes; every film its own colours, places and motion.
    private async Task<string> FilmAsync(int number)
    {
        var path = _folder.At($"film-{number}.mp4");
        if (File.Exists(path))
            return path;
        var film = new FilmScript(Width, Height);
        var random = new SceneRandom((ulong)(number + 100));
        var (x, y) = (random.Between(-3, 3), random.Between(-2, 2));
        var scene = new SceneSampler((ulong)number + 7).Next();
        film.Cut(number % 4 == 3
            ? film.Rendered(30, scene)
            : film.Textured(30, (ulong)number + 500, frame => new(frame * x, frame * y)));
        await film.WriteAsync(path);
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
        var recipe = new Recipe { Name = "test", Task = RecipeTask.Clips, Sources = new() { MinSide = 64 } };
        var analysis = await new SourceAnalyzer(recipe, null, null, new(), new())
            .RunAsync(await SourceVideo.ReadAsync(path));
        return MemoryMarshal.Cast<byte, float>(Assert.Single(analysis.Shots).Embedding).ToArray();
    }
}
