using Mesh.Editing.Windows;
using Mesh.Video;
using Mesh.Video.Geometry;

namespace Mesh.Editing.Stages;

/// <summary>How a film is cut for a model; all stages of an edit follow the same plan.</summary>
/// <param name="Frames">Frames of the film.</param>
/// <param name="Film">The film's size in pixels.</param>
/// <param name="Size">The size at which the model sees it.</param>
/// <param name="Windows">Overlapping windows that together hold every frame, in film order.</param>
public sealed record FilmPlan(int Frames, PixelSize Film, WorkingSize Size, IReadOnlyList<FrameWindow> Windows)
{
    public static FilmPlan Of(ModelDescription model, VideoInfo film) => new(
        film.FrameCount,
        film.Size,
        model.SizeFor(film.Height, film.Width),
        WindowPlan.Over(film.FrameCount, model.Defaults.Frames, model.Defaults.Overlap));

    /// <summary>Shape of the latent of a window, [1, C, T, h, w].</summary>
    public long[] Latent(int window, ModelShapes shapes) =>
        shapes.Latent(FramePadding.Padded(Windows[window].Count, shapes.TemporalFactor), Size);

    /// <summary>Whether another plan cuts the same film in the same way.</summary>
    internal bool IsLike(FilmPlan other) =>
        (Frames, Film, Size) == (other.Frames, other.Film, other.Size) && Windows.SequenceEqual(other.Windows);

    /// <exception cref="InvalidDataException">The film is not the one that was planned.</exception>
    internal void RequireFilm(VideoInfo film)
    {
        if ((film.FrameCount, film.Size) != (Frames, Film))
        {
            throw new InvalidDataException(
                $"{film.Path} has {film.FrameCount} frames of {film.Size}, but its latents {Frames} of {Film}.");
        }
    }
}
