using System.Diagnostics;
using Mesh.Editing.Windows;
using Mesh.Video;
using Mesh.Video.Geometry;
using static TorchSharp.torch;

namespace Mesh.Editing.Stages;

/// <summary>
/// Pictures of what an edit is about to become, while it is being denoised: the first frame of the running window,
/// decoded from the video that the last step was heading for. The edit is the same with and without them.
/// </summary>
/// <param name="model">Loaded with <see cref="ModelParts.Vae"/>.</param>
/// <param name="interval">Least time from the start to the first picture, and between two.</param>
/// <param name="show">Takes a picture, in the shape of the film and at most 256 pixels long.</param>
public sealed class DenoisePreviews(
    EditModel model, TimeSpan interval, Func<RgbImage, CancellationToken, Task> show)
{
    private const int MaxSide = 256;

    // Larger latents are averaged down to this many cells a side: what the autoencoder costs stays the same.
    private const int MaxCells = 32;

    // Of the time that passes; a picture that took long delays the next.
    private const double MaxShare = 0.02;

    private readonly long _started = Stopwatch.GetTimestamp();
    private long _last = Stopwatch.GetTimestamp();
    private TimeSpan _spent;

    internal bool IsDue => Stopwatch.GetElapsedTime(_last) >= interval
        && _spent <= MaxShare * Stopwatch.GetElapsedTime(_started);

    /// <param name="estimate">What the window is about to become, [1, C, T, h, w].</param>
    /// <param name="plan">The film.</param>
    /// <param name="cancellation">Ends the showing.</param>
    internal async Task ShowAsync(Tensor estimate, FilmPlan plan, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        await show(Picture(estimate, plan), cancellation);
        _last = Stopwatch.GetTimestamp();
        _spent += Stopwatch.GetElapsedTime(began);
    }

    private RgbImage Picture(Tensor estimate, FilmPlan plan)
    {
        using var mode = inference_mode();
        using var scope = NewDisposeScope();
        var first = estimate.narrow(2, 0, 1);
        var cells = (int)Math.Max(estimate.shape[3], estimate.shape[4]);
        var shrink = (cells + MaxCells - 1) / MaxCells;
        if (shrink > 1)
            first = nn.functional.avg_pool2d(first.squeeze(2), kernel_size: shrink, ceil_mode: true).unsqueeze(2);

        var video = model.Vae.Decode(first.to(model.Place.DType));
        var seen = plan.Size with
        {
            Height = Math.Max(1, plan.Size.Height / shrink),
            Width = Math.Max(1, plan.Size.Width / shrink),
        };
        var scale = Math.Min(1.0, (double)MaxSide / Math.Max(plan.Film.Width, plan.Film.Height));
        return ClipTensor.Frames(video, seen, 1)[0]
            .Resized(Scaled(plan.Film.Width, scale), Scaled(plan.Film.Height, scale), ResampleFilter.Bilinear)
            .ToImage();
    }

    private static int Scaled(int side, double scale) => Math.Max(1, (int)Math.Round(side * scale));
}
