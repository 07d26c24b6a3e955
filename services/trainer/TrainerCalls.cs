using Google.Rpc;
using Grpc.Core;
using Mesh.Contracts.Trainer.V1;
using Mesh.ServiceDefaults.Errors;
using Mesh.Stores.Artifacts;
using Mesh.Training.Checkpoints;
using Mesh.Training.Launch;

namespace Mesh.Trainer;

/// <summary>mesh.trainer.v1 on the wire.</summary>
public sealed class TrainerCalls(TrainerRun run, Publisher publisher, TrainerOptions options)
    : Contracts.Trainer.V1.Trainer.TrainerBase
{
    public override Task<Run> Start(StartRequest request, ServerCallContext context) => Allowed(() =>
    {
        if (!ArtifactKey.IsValid(request.Name) || request.Name.Contains('/'))
            throw new InvalidRequestException("name", $"must be of a-z, 0-9, '-', '.', '_', got '{request.Name}'");
        if (request.PublishEvery > 0 && request.Model.Length == 0)
            throw new InvalidRequestException("model", "must name the served model where publish_every is set");
        if (request.Encoder.Length > 0 && (request.Data.Length == 0 || !Directory.Exists(request.Encoder)))
            throw new InvalidRequestException(
                "encoder", $"must be a model folder, for clips that data names, got '{request.Encoder}'");
        var asked = new RunRequest(request.Recipe, Path.Combine(options.Runs, request.Name))
        {
            Data = Given(request.Data),
            Model = Given(request.Encoder),
            StartFrom = Given(request.StartFrom),
            Ranks = Math.Max(1, request.Ranks),
            Shards = Given(request.Shards),
            Sequence = Math.Max(1, request.Sequence),
            Steps = Given(request.Steps),
            SaveEvery = Given(request.SaveEvery),
            PublishEvery = Given(request.PublishEvery),
            Lora = LoraFields.Of(request),
            Checkpoints = options.Checkpoints is { } place ? $"{place.TrimEnd('/')}/{request.Name}" : null,
            Buckets = BucketAddress.Read(Environment.GetEnvironmentVariable),
            Resume = true,
        };
        run.Start(request.Name, asked, request.Model);
        return Task.CompletedTask;
    });

    public override async Task Watch(
        WatchRequest request, IServerStreamWriter<RunEvent> responseStream, ServerCallContext context)
    {
        await foreach (var item in run.WatchAsync(context.CancellationToken))
            await responseStream.WriteAsync(item, context.CancellationToken);
    }

    public override Task<Run> Pause(PauseRequest request, ServerCallContext context) =>
        Allowed(() => run.EndAsync(Run.Types.State.Paused));

    public override Task<Run> Stop(StopRequest request, ServerCallContext context) =>
        Allowed(() => run.EndAsync(Run.Types.State.Stopped));

    public override Task<Run> Resume(ResumeRequest request, ServerCallContext context) => Allowed(() =>
    {
        run.Resume();
        return Task.CompletedTask;
    });

    public override Task<Run> SaveNow(SaveNowRequest request, ServerCallContext context) => Allowed(() =>
    {
        run.SaveNow();
        return Task.CompletedTask;
    });

    public override async Task<ListCheckpointsResponse> ListCheckpoints(
        ListCheckpointsRequest request, ServerCallContext context)
    {
        var folder = new CheckpointFolder(Asked().OpenCheckpoints());
        var response = new ListCheckpointsResponse();
        foreach (var step in await folder.StepsAsync())
        {
            var manifest = await folder.ReadAsync(step);
            response.Checkpoints.Add(new Checkpoint { Step = step, Bytes = manifest.Files.Sum(file => file.Bytes) });
        }
        return response;
    }

    public override Task<Publication> Publish(PublishRequest request, ServerCallContext context) =>
        publisher.PublishAsync(Asked(), request.Model, Given(request.Step), context.CancellationToken);

    public override Task<Publication> Rollback(RollbackRequest request, ServerCallContext context) =>
        publisher.RollbackAsync(request.Model, context.CancellationToken);

    private RunRequest Asked() =>
        run.Request ?? throw new RequestException(Code.FailedPrecondition, "There was no run yet: start one.");

    private async Task<Run> Allowed(Func<Task> call)
    {
        try
        {
            await call();
            return run.Current;
        }
        catch (ArgumentException error)
        {
            throw new InvalidRequestException("recipe", error.Message);
        }
        catch (InvalidOperationException error)
        {
            throw new RequestException(Code.FailedPrecondition, error.Message);
        }
    }

    private static string? Given(string text) => text.Length > 0 ? text : null;

    private static int? Given(int number) => number > 0 ? number : null;
}
