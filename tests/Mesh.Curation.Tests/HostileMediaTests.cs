using System.Text.Json;
using Mesh.Curation.Pipeline;
using Mesh.Curation.Tests.Films;
using Mesh.Scenes;
using Mesh.Stores.Artifacts;
using Mesh.TestKit;

namespace Mesh.Curation.Tests;

public sealed class HostileMediaTests : IDisposable
{
    private const int Files = 300;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Three_hundred_mutated_files_crash_nothing_and_each_has_a_sample_or_a_reason()
    {
        var films = await MutateAsync();
        var store = new DirectoryArtifactStore(_folder.At("work"));
        var summary = await new LocalCuration(new(TestRecipes.Pairs, store, new()), 4)
            .RunAsync(films, _folder.At("out"));

        var told = Lines("manifest.jsonl").Concat(Lines("drops.jsonl"))
            .Select(line => line.GetProperty("name").GetString()).ToHashSet();
        Assert.All(films.Select(Path.GetFileName), name => Assert.Contains(name, told));
        Assert.All(Lines("drops.jsonl"), line => Assert.NotEqual("", line.GetProperty("reason").GetString()));
        Assert.True(summary.Dropped["probe"] > Files / 3, $"{summary.Dropped["probe"]} files were refused");
    }

    // Cut off, overwritten, reordered, repeated, and things that are no films at all.
    private async Task<string[]> MutateAsync()
    {
        var seeds = new List<byte[]>();
        foreach (var name in (string[])["a.mp4", "b.mkv", "c.webm"])
        {
            var path = _folder.At(name);
            var film = new FilmScript(80, 64);
            film.Cut(film.Textured(14, 61, frame => new(frame, 0)));
            await film.WriteAsync(path);
            seeds.Add(await File.ReadAllBytesAsync(path));
        }
        var random = new SceneRandom(7);
        var files = new List<string>();
        for (var number = 0; number < Files; number++)
        {
            var seed = seeds[number % seeds.Count];
            files.Add(_folder.At($"mutant-{number:000}.mp4"));
            await File.WriteAllBytesAsync(files[^1], Mutant(number % 6, [.. seed], random));
        }
        return [.. files];
    }

    private static byte[] Mutant(int kind, byte[] bytes, SceneRandom random)
    {
        switch (kind)
        {
            case 0:
                return bytes[..random.Below(bytes.Length)];
            case 1:
                for (var i = 0; i < 1 + random.Below(40); i++)
                    bytes[random.Below(bytes.Length)] = (byte)random.Below(256);
                return bytes;
            case 2:
                bytes.AsSpan(random.Below(bytes.Length / 2), random.Below(bytes.Length / 2)).Clear();
                return bytes;
            case 3:
                for (var i = 0; i < 1 + random.Below(6); i++)
                    bytes[random.Below(Math.Min(600, bytes.Length))] ^= (byte)(1 << random.Below(8));
                return bytes;
            case 4:
                var cut = random.Below(bytes.Length);
                return [.. bytes[cut..], .. bytes[..cut]];
            default:
                return [.. Enumerable.Range(0, random.Below(2000)).Select(_ => (byte)random.Below(256))];
        }
    }

    private IEnumerable<JsonElement> Lines(string name) =>
        File.ReadLines(_folder.At($"out/{name}")).Select(line => JsonDocument.Parse(line).RootElement);
}
