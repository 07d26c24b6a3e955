using Mesh.Editing.Stages;
using Mesh.Video;
using Mesh.Video.Geometry;

namespace Mesh.Editing.Windows;

/// <summary>The source frames that some window still needs, at both sizes.</summary>
internal sealed class SourceFrames(IFrameReader reader, WorkingSize size, ResampleFilter filter)
{
    private readonly Queue<(RgbImage Full, PlanarFrame Small)> _frames = [];
    private int _first;

    /// <summary>The frames of a film as a model sees them.</summary>
    public static SourceFrames Of(IFrameReader reader, ModelDescription model, FilmPlan plan) =>
        new(reader, plan.Size, model.Defaults.Composite ? ResampleFilter.Area : ResampleFilter.Bilinear);

    /// <summary>Reads on until the frames before <paramref name="end"/> are here.</summary>
    public async Task ReadToAsync(int end, CancellationToken cancellation)
    {
        while (_first + _frames.Count < end)
        {
            var full = new RgbImage(reader.Width, reader.Height);
            if (!await reader.ReadAsync(full.Pixels, cancellation))
                throw new VideoException($"The film ended at frame {_first + _frames.Count}, before {end} were read.");
            _frames.Enqueue((full, Small(full)));
        }
    }

    /// <summary>Frames of a window at the working size; all have been read, none was taken.</summary>
    public IReadOnlyList<PlanarFrame> Small(FrameWindow window) =>
        [.. _frames.Skip(window.Start - _first).Take(window.Count).Select(frame => frame.Small)];

    /// <summary>Forgets the frames before <paramref name="start"/>.</summary>
    public void Drop(int start)
    {
        while (_first < start)
            Take();
    }

    /// <summary>The earliest frame; it is forgotten here.</summary>
    public (RgbImage Full, PlanarFrame Small) Take()
    {
        _first++;
        return _frames.Dequeue();
    }

    private PlanarFrame Small(RgbImage full)
    {
        var frame = PlanarFrame.Of(full);
        return size.IsCrop
            ? MiddleCrop.Of(frame, size, filter)
            : frame.Resized(size.Width, size.Height, filter);
    }
}
