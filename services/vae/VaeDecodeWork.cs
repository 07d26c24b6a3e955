using Mesh.Contracts.Bus;
using Mesh.Editing;
using Mesh.Editing.Stages;
using Mesh.ServiceDefaults.Bus;
using Mesh.Serving;
using Mesh.Serving.Models;
using Mesh.Serving.Work;
using Mesh.Stores.Artifacts;
using Microsoft.Extensions.DependencyInjection;
using System.Text.Json;

namespace Mesh.Vae;

/// <summary>The stage VaeDecode of an edit: edited latents to the artifacts of film and report.</summary>
public sealed class VaeDecodeWork(
    [FromKeyedServices(ModelParts.Vae)] StageWeights weights, IArtifactStore artifacts, EarlyWriters writers)
{
    /// <exception cref="StaleWeightsException">The weights of the edit are not current any more.</exception>
    /// <exception cref="EditInputException">There is no such model.</exception>
    public async Task RunAsync(
        VaeDecodeArguments arguments, IProgress<StageProgress> progress, CancellationToken cancellation)
    {
        try
        {
            using var handle = await weights.AcquireAsync(arguments.Model, arguments.Version, cancellation);
            using var scratch = new ScratchFolder();
            await using var early = writers.Take(arguments.OutputKey);
            var film = await artifacts.FetchAsync(arguments.VideoKey, cancellation);
            var writer = early is null ? null : await early.ForAsync(film);
            var job = new FilmJob(
                film,
                await artifacts.FetchAsync(arguments.SourceKey, cancellation),
                await artifacts.FetchAsync(arguments.EditedKey, cancellation),
                writer is null ? scratch.At(Path.GetFileName(arguments.OutputKey)) : early!.Output)
            {
                Probed = await ProbedFilm.FindAsync(artifacts, arguments.FilmKey, film, cancellation),
                Writer = writer,
                Frames = await FramesAsync(arguments.FramesKey, cancellation),
            };
            var report = await new FilmStage(handle.Model).RunAsync(
                job, new StageSteps(progress, EditStage.Write), cancellation);
            await artifacts.WriteFileAsync(arguments.OutputKey, job.Output, replace: false, cancellation);
            await artifacts.WriteAsync(
                arguments.ReportKey,
                (stream, token) =>
                    JsonSerializer.SerializeAsync(stream, Named(report, arguments), EditReport.Json, token),
                replace: false,
                cancellation);
        }
        catch (Exception error) when (Refusal.Of(error) is { } refusal)
        {
            throw refusal.ToInputException();
        }
    }

    // Large films have none, and neither has a film that an older vae encoded.
    private async Task<string?> FramesAsync(string? key, CancellationToken cancellation)
    {
        try
        {
            return key is null ? null : await artifacts.FetchAsync(key, cancellation);
        }
        catch (ArtifactNotFoundException)
        {
            return null;
        }
    }

    // A store may keep its copies under names of its own.
    private static EditReport Named(EditReport report, VaeDecodeArguments arguments) =>
        report with { Request = report.Request with { Input = Path.GetFileName(arguments.VideoKey) } };
}
