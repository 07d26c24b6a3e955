using Mesh.Editing.Report;
using Mesh.Editing.Windows;
using Mesh.Tensors;
using Mesh.Video.Geometry;
using static TorchSharp.torch;

namespace Mesh.Editing.Stages;

/// <summary>The files and numbers of a <see cref="DenoiseStage"/>.</summary>
/// <param name="Text">The condition, as <see cref="TextStage"/> wrote it.</param>
/// <param name="Source">The latents of the film, as <see cref="SourceStage"/> wrote them.</param>
/// <param name="Output">The edited latents to write, safetensors.</param>
public sealed record DenoiseJob(string Text, string Source, string Output)
{
    /// <summary>The same seed gives the same bytes.</summary>
    public long Seed { get; init; } = 42;

    /// <summary>Denoising steps, at least 1; null is the model's own.</summary>
    public int? Steps { get; init; }

    /// <summary>Classifier-free guidance scale; null is the model's own, 1 is off.</summary>
    public double? Guidance { get; init; }

    /// <summary>Version of the weights: a checkpoint of another one is not gone on from.</summary>
    public string Version { get; init; } = "";

    /// <summary>Least time between two checkpoints of a window; zero keeps every step.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(1);
}

/// <summary>Condition and source latents in, edited latents out.</summary>
/// <param name="model">Loaded with <see cref="ModelParts.Transformer"/>.</param>
public sealed class DenoiseStage(EditModel model)
{
    /// <summary>
    /// Denoises window by window, going on from what an interrupted run of the same job has kept; the bytes are those
    /// of an undisturbed run. The output appears under its name only when it is complete.
    /// </summary>
    /// <param name="job">What to do.</param>
    /// <param name="checkpoints">What earlier runs kept, and where this one keeps its own; null keeps nothing.</param>
    /// <param name="progress">Told after each step; null for nobody.</param>
    /// <param name="previews">Shows what is about to come, before the progress is told; null for nobody.</param>
    /// <param name="cancellation">Observed between steps.</param>
    /// <exception cref="EditRequestException">A number is out of range.</exception>
    /// <exception cref="InvalidDataException">A file is not of its kind or does not fit the model.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> fired.</exception>
    public async Task RunAsync(
        DenoiseJob job,
        IDenoiseCheckpoints? checkpoints = null,
        IProgress<EditProgress>? progress = null,
        DenoisePreviews? previews = null,
        CancellationToken cancellation = default)
    {
        EditRequest.ValidateSteps(job.Steps, job.Guidance);
        var (condition, facts) = ConditionFile.Read(job.Text, model.Place.Device);
        using (condition)
        using (var sources = LatentFile<SourceFacts>.Open(job.Source, model.Description.Shapes))
        {
            var settings = new EditSettings(
                job.Seed, job.Steps ?? model.Defaults.Steps, job.Guidance ?? facts.Guidance, facts.NegativePrompt);
            RequireSameGuidance(job.Text, settings, condition);
            var editor = new LatentEditor(model, condition, settings.Steps, settings.Guidance);
            var identity = new DenoiseIdentity(model.Name, job.Version, facts.Instruction, settings);
            var clock = new StageClock(progress);
            clock.Expect(sources.Plan.Windows.Count * settings.Steps);

            var journal = new DenoiseJournal(job, identity, model, sources.Plan, checkpoints);
            using var edits = LatentFile<EditedFacts>.Create(
                job.Output, new(model.Name, sources.Plan, facts.Instruction, settings), model.Description.Shapes);
            await DenoiseAsync(editor, sources, journal, edits, previews, clock, cancellation);
            edits.Complete();
        }
    }

    /// <summary>Denoises one latent, as the first window of a film.</summary>
    /// <param name="condition">What to change, from any device.</param>
    /// <param name="source">What the model is shown, float32, [1, SourceChannels, T, h, w], any device.</param>
    /// <param name="settings">How to run it.</param>
    /// <param name="stepDone">Told the number of steps done, from 1.</param>
    /// <param name="cancellation">Observed between steps.</param>
    /// <returns>Latent of the edit on the model's device, [1, C, T, h, w], owned by the caller.</returns>
    /// <exception cref="ArgumentException">Guidance needs an unprompted condition, and there is none.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> fired.</exception>
    public Tensor Denoise(
        EditCondition condition,
        Tensor source,
        EditSettings settings,
        Action<int> stepDone,
        CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var here = condition.To(model.Place.Device);
        var first = new FrameWindow(Start: 0, Count: 1);
        var shape = model.Description.Shapes.Noise(source.shape);
        var noise = WindowNoise.Of(model, first, settings.Seed, shape);
        var offsets = WindowNoise.Offsets(model, first, settings.Seed, shape);
        return new LatentEditor(model, here, settings.Steps, settings.Guidance)
            .Edit(source.to(model.Place.Device), noise, offsets, stepDone, cancellation)
            .MoveToOuterDisposeScope();
    }

    private async Task DenoiseAsync(
        LatentEditor editor,
        LatentFile<SourceFacts> sources,
        DenoiseJournal journal,
        SafetensorsAppender edits,
        DenoisePreviews? previews,
        StageClock clock,
        CancellationToken cancellation)
    {
        var windows = sources.Plan.Windows;
        var denoiser = new WindowDenoiser(model, editor, journal, sources.Plan, previews);
        for (var window = 0; window < windows.Count; window++)
        {
            using var source = sources.Read(window, model.Place.Device);
            using var film = await denoiser.RunAsync(window, source, Done, cancellation);
            edits.Write(LatentFile<EditedFacts>.Name(window), film);

            void Done(int step) => clock.Done(
                EditStage.Denoise, step, journal.Steps, window + 1, windows.Count);
        }
    }

    private static void RequireSameGuidance(string path, EditSettings settings, EditCondition condition)
    {
        if (settings.Guidance != 1 && condition.Unprompted is null)
        {
            throw new InvalidDataException(
                $"{path} was encoded without the negative prompt that guidance {settings.Guidance} needs.");
        }
    }
}
