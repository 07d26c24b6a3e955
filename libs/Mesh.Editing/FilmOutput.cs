using Mesh.Video;

namespace Mesh.Editing;

/// <summary>The files of an edit: the film and, when asked for, the source beside it.</summary>
internal sealed class FilmOutput : IAsyncDisposable
{
    private readonly VideoWriter _film;
    private readonly VideoWriter? _comparison;

    /// <param name="request">Names the files.</param>
    /// <param name="source">What they are like.</param>
    /// <param name="film">The encoder of the film where it has been started.</param>
    public FilmOutput(EditRequest request, VideoInfo source, VideoWriter? film)
    {
        var target = VideoTarget.Like(source);
        _film = film ?? VideoWriter.Create(request.Output, target);
        _comparison = request.Compare is { } path
            ? VideoWriter.Create(path, target with { Width = 2 * source.Width })
            : null;
    }

    public IReadOnlyList<string> Notes => _film.Notes;

    public async Task WriteAsync(RgbImage source, RgbImage edited, CancellationToken cancellation)
    {
        await _film.WriteAsync(edited.Pixels, cancellation);
        if (_comparison is not null)
            await _comparison.WriteAsync(SideBySide(source, edited).Pixels, cancellation);
    }

    /// <summary>Gives the files their names.</summary>
    public async Task CompleteAsync(CancellationToken cancellation)
    {
        if (_comparison is not null)
            await _comparison.CompleteAsync(cancellation);
        await _film.CompleteAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _film.DisposeAsync();
        if (_comparison is not null)
            await _comparison.DisposeAsync();
    }

    private static RgbImage SideBySide(RgbImage left, RgbImage right)
    {
        var both = new RgbImage(2 * left.Width, left.Height);
        var row = 3 * left.Width;
        for (var y = 0; y < left.Height; y++)
        {
            left.Pixels.AsSpan(y * row, row).CopyTo(both.Pixels.AsSpan(2 * y * row));
            right.Pixels.AsSpan(y * row, row).CopyTo(both.Pixels.AsSpan((2 * y + 1) * row));
        }
        return both;
    }
}
