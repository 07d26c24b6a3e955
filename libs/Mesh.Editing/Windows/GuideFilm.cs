using Mesh.Editing.Stages;
using Mesh.Video;
using Mesh.Video.Geometry;

namespace Mesh.Editing.Windows;

/// <summary>A film that runs beside the source, or a picture that stands for all of its frames.</summary>
internal sealed class GuideFilm : IAsyncDisposable
{
    private readonly VideoReader _reader;
    private readonly SourceFrames _frames;
    private readonly bool _isPicture;

    private GuideFilm(VideoReader reader, SourceFrames frames, bool isPicture) =>
        (_reader, _frames, _isPicture) = (reader, frames, isPicture);

    /// <param name="field">What it is called in a request.</param>
    /// <param name="file">The file.</param>
    /// <param name="plan">How the source is cut.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="EditRequestException">It cannot be read, or is not as long as the source.</exception>
    public static async Task<GuideFilm> OpenAsync(
        string field, string file, FilmPlan plan, CancellationToken cancellation)
    {
        try
        {
            var film = await VideoProbe.ReadAsync(file, cancellation: cancellation);
            if (film.FrameCount != 1 && film.FrameCount != plan.Frames)
            {
                throw new EditRequestException(
                    $"the {field} {file} must be a picture or have the film's {plan.Frames} frames, "
                    + $"got {film.FrameCount}.")
                {
                    Field = field,
                };
            }
            var reader = VideoReader.Open(film);
            return new(reader, new(reader, plan.Size, ResampleFilter.Area), isPicture: film.FrameCount == 1);
        }
        catch (VideoException error) when (error.IsAboutFile)
        {
            throw new EditRequestException($"the {field} {error.Message}", error) { Field = field };
        }
    }

    public Task ReadToAsync(int end, CancellationToken cancellation) =>
        _frames.ReadToAsync(_isPicture ? 1 : end, cancellation);

    /// <summary>The frames of a window at the working size; those before it are forgotten.</summary>
    public IReadOnlyList<PlanarFrame> Take(FrameWindow window)
    {
        if (_isPicture)
            return [.. Enumerable.Repeat(_frames.Small(new(Start: 0, Count: 1))[0], window.Count)];
        _frames.Drop(window.Start);
        return _frames.Small(window);
    }

    public ValueTask DisposeAsync() => _reader.DisposeAsync();
}
