using Mesh.Scenes;
using static TorchSharp.torch;

namespace Mesh.Nano.Data;

/// <summary>Films for the autoencoder: sources and answers of every type of edit, and moments of long films.</summary>
internal static class VaeClips
{
    private const int LongFilmEvery = 8;

    /// <returns>[B, 3, F, H, W] in [-1, 1].</returns>
    public static Tensor Draw(int count, ulong seed, int side) => ClipTensors.Render(Scenes(count, seed), side);

    /// <summary>Scenes and starts of the clips.</summary>
    public static IReadOnlyList<(Scene Scene, double Start)> Scenes(int count, ulong seed, Split split = Split.Train)
    {
        var edits = new EditSampler(seed, split, EditMix.Equal);
        var films = new ClipPairSampler(seed, split);
        var clips = new List<(Scene, double)>(count);
        while (clips.Count < count)
        {
            if (clips.Count % LongFilmEvery == LongFilmEvery - 1)
            {
                var film = films.Next();
                clips.Add((film.Scene, film.TargetStart));
                continue;
            }
            var edit = edits.Next();
            clips.Add((clips.Count % 2 == 0 ? edit.Source : edit.Target, 0));
        }
        return clips;
    }
}
