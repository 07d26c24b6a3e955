using Mesh.Scenes;
using Mesh.Video;

namespace Mesh.Cli.Chaos.Curation;

/// <summary>
/// Films of a second for workers to be killed over; every tenth is another one once more, coded anew.
/// </summary>
internal static class CurationFilms
{
    private const int Width = 96;
    private const int Height = 64;
    private const int Frames = 24;
    private const int Rate = 25;

    /// <summary>YAML: pairs of five frames, in words of a language model.</summary>
    public const string Recipe = """
        name: chaos
        task: pairs
        sources: { min-seconds: 0.5, min-side: 64 }
        scenes: { min-seconds: 0.5 }
        clips:
          buckets: [{ height: 64, width: 96, frames: 5 }]
          preset: ultrafast
        instructions: { annotator: vlm, frames: 1 }
        shards: { samples: 16 }
        """;

    /// <summary>Renders films to a folder.</summary>
    /// <returns>Their names, in order.</returns>
    public static async Task<IReadOnlyList<string>> RenderAsync(
        string folder, int count, int seed, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var scenes = new SceneSampler((ulong)seed);
        var (drawn, names) = (new List<Scene>(), new List<string>());
        for (var number = 0; number < count; number++)
        {
            var isCopy = number % 10 == 9;
            drawn.Add(isCopy ? drawn[number - 5] : scenes.Next());
            names.Add($"film-{number:00000}.mp4");
            await RenderAsync(drawn[number], Path.Combine(folder, names[number]), isCopy ? 30 : 20, cancellation);
        }
        return names;
    }

    private static async Task RenderAsync(Scene scene, string path, int crf, CancellationToken cancellation)
    {
        await using var writer = VideoWriter.Create(
            path, VideoTarget.Film(Width, Height, new(Rate, 1), Frames), new(crf, "ultrafast"));
        var frame = new byte[Width * Height * 3];
        for (var time = 0; time < Frames; time++)
        {
            SceneRenderer.RenderRgb24(scene, time * 0.3, Height, Width, frame);
            await writer.WriteAsync(frame, cancellation);
        }
        await writer.CompleteAsync(cancellation);
    }
}
