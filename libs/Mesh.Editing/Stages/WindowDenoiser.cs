using Mesh.Editing.Windows;
using Mesh.Tensors;
using Mesh.Video.Geometry;
using static TorchSharp.torch;

namespace Mesh.Editing.Stages;

/// <summary>Denoises one window after another, each from where an earlier run has left it.</summary>
internal sealed class WindowDenoiser(
    EditModel model, LatentEditor editor, DenoiseJournal journal, FilmPlan plan, DenoisePreviews? previews)
{
    /// <param name="index">The window, from 0.</param>
    /// <param name="source">What the denoiser is shown of it.</param>
    /// <param name="stepDone">Told the number of steps done, from 1.</param>
    /// <param name="cancellation">Observed between steps.</param>
    /// <returns>Latent of the edit without the references that led in it, owned by the caller.</returns>
    public async Task<Tensor> RunAsync(
        int index, Tensor source, Action<int> stepDone, CancellationToken cancellation)
    {
        var (window, shape) = (plan.Windows[index], model.Description.Shapes.Noise(source.shape));
        using var sampler = editor.Sampler();
        using var found = await journal.FindAsync(index, shape, cancellation);
        var goesOn = found is not null && sampler.TryRestore(found.Done, found.Sampler);
        var done = goesOn ? found!.Done : 0;
        var latent = goesOn ? found!.Latent.alias() : WindowNoise.Of(model, window, journal.Seed, shape);
        var offsets = WindowNoise.Offsets(model, window, journal.Seed, shape);
        foreach (var next in editor.Steps(sampler, source, latent, offsets, done, cancellation))
        {
            done++;
            if (previews is { IsDue: true })
            {
                using var estimate = LatentEditor.Estimate(sampler, latent, next, done);
                using var seen = Film(estimate, window);
                await previews.ShowAsync(seen, plan, cancellation);
            }
            latent = next.InPlaceOf(latent);
            stepDone(done);
            await journal.KeepAsync(index, done, latent, sampler, cancellation);
        }
        foreach (var offset in offsets)
            offset.Dispose();
        using (latent)
            return Film(latent, window);
    }

    private Tensor Film(Tensor latent, FrameWindow window) =>
        WindowCodec.FilmLatent(latent, window.Count, model.Description.Shapes.TemporalFactor);
}
