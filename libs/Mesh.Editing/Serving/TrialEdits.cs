using Mesh.Editing.Stages;
using Mesh.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Editing.Serving;

/// <summary>Small edits of noise, one after the other, by a transformer that does not serve yet.</summary>
public static class TrialEdits
{
    private const int Cells = 4;
    private const int Words = 8;

    /// <summary>Makes whole edits, at least one, each of another size than the one before.</summary>
    /// <param name="model">Loaded with <see cref="ModelParts.Transformer"/>.</param>
    /// <param name="time">How long; the last one is made to its end.</param>
    /// <param name="cancellation">Observed between steps.</param>
    /// <returns>How many were made.</returns>
    /// <exception cref="ModelException">One failed, or gave numbers that are not finite.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> fired.</exception>
    public static int Run(EditModel model, TimeSpan time, CancellationToken cancellation)
    {
        var started = TimeProvider.System.GetTimestamp();
        var made = 0;
        do
            Make(model, made++, cancellation);
        while (TimeProvider.System.GetElapsedTime(started) < time);
        return made;
    }

    private static void Make(EditModel model, int number, CancellationToken cancellation)
    {
        using var mode = inference_mode();
        using var scope = NewDisposeScope();
        using var random = new Generator((ulong)number);
        var shapes = model.Description.Shapes;
        var (height, width) = (shapes.Grid * (1 + number % Cells), shapes.Grid * (1 + number / 2 % Cells));
        var latent = shapes.Latent(1 + shapes.TemporalFactor * (number % 2), new(height, width, height, width));
        var source = randn(shapes.Source(latent, references: 0), generator: random);
        var text = new TextCondition(
            randn([1, Words, shapes.TextChannels], generator: random).to(model.Place.DType),
            ones([1, Words], ScalarType.Int64),
            randn([1, shapes.PooledChannels], generator: random).to(model.Place.DType));
        var settings = new EditSettings(number, model.Defaults.Steps, model.Defaults.Guidance, NegativePrompt: "");
        Tensor edit;
        try
        {
            edit = new DenoiseStage(model).Denoise(new(text, text), source, settings, _ => { }, cancellation);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new ModelException($"edit {number + 1} of the trial failed: {error.Message}", error);
        }
        if (!edit.isfinite().all().ToBoolean())
            throw new ModelException($"edit {number + 1} of the trial has numbers that are not finite.");
    }
}
