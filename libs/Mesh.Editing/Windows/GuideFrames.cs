using Mesh.Editing.Pictures;
using Mesh.Editing.Stages;
using Mesh.Video;
using Mesh.Video.Geometry;

namespace Mesh.Editing.Windows;

/// <summary>Mask, control and references of an edit, read along with the film.</summary>
internal sealed class GuideFrames : IAsyncDisposable
{
    private readonly GuideFilm? _mask;
    private readonly GuideFilm? _control;
    private readonly IReadOnlyList<PlanarFrame> _references;

    private GuideFrames(GuideFilm? mask, GuideFilm? control, IReadOnlyList<PlanarFrame> references) =>
        (_mask, _control, _references) = (mask, control, references);

    /// <summary>Opens the files and reads the references.</summary>
    /// <exception cref="EditRequestException">A file cannot be read, or does not fit the film.</exception>
    public static async Task<GuideFrames> OpenAsync(EditGuides guides, FilmPlan plan, CancellationToken cancellation)
    {
        var references = new List<PlanarFrame>();
        foreach (var file in guides.References)
            references.Add(await PictureAsync(file, cancellation));
        var mask = guides.Mask is null ? null : await GuideFilm.OpenAsync("mask", guides.Mask, plan, cancellation);
        try
        {
            return new(
                mask,
                guides.Control is null
                    ? null
                    : await GuideFilm.OpenAsync("control", guides.Control, plan, cancellation),
                references);
        }
        catch
        {
            if (mask is not null)
                await mask.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads on until the frames before <paramref name="end"/> are here.</summary>
    public async Task ReadToAsync(int end, CancellationToken cancellation)
    {
        foreach (var film in (GuideFilm?[])[_mask, _control])
            await (film?.ReadToAsync(end, cancellation) ?? Task.CompletedTask);
    }

    /// <summary>A window with what is shown beside it; earlier frames are forgotten.</summary>
    public WindowInput Of(FrameWindow window, IReadOnlyList<PlanarFrame> frames) => new(frames)
    {
        Mask = _mask?.Take(window),
        Control = _control?.Take(window),
        References = _references,
    };

    public async ValueTask DisposeAsync()
    {
        foreach (var film in (GuideFilm?[])[_mask, _control])
            await (film?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private static async Task<PlanarFrame> PictureAsync(string file, CancellationToken cancellation)
    {
        try
        {
            return PlanarFrame.Of(await PictureFile.ReadAsync(file, cancellation));
        }
        catch (VideoException error) when (error.IsAboutFile)
        {
            throw new EditRequestException($"the reference {error.Message}", error) { Field = "reference" };
        }
    }
}
