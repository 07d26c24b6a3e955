using MassTransit;
using Mesh.Contracts.Bus;
using Microsoft.Extensions.Logging;

namespace Mesh.ServiceDefaults.Bus;

/// <summary>
/// Publishes progress as <see cref="EditProgressed"/>, at most every quarter of a second. Progress that does not get
/// through is dropped: the work never waits for it.
/// </summary>
internal sealed class ProgressPublisher(IPublishEndpoint bus, Guid edit, EditStageName stage, ILogger logger)
    : IProgress<StageProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private Task _publication = Task.CompletedTask;
    private long? _published;

    public void Report(StageProgress value)
    {
        lock (_gate)
        {
            if (!_publication.IsCompleted || !IsDue(value))
                return;
            _published = TimeProvider.System.GetTimestamp();
            _publication = PublishAsync(value);
        }
    }

    private bool IsDue(StageProgress value) =>
        _published is not { } last
        || value.PreviewKey is not null
        || (value.Step == value.Steps && value.Window == value.Windows)
        || TimeProvider.System.GetElapsedTime(last) >= Interval;

    private async Task PublishAsync(StageProgress value)
    {
        try
        {
            await bus.Publish<EditProgressed>(
                new()
                {
                    EditId = edit,
                    Stage = stage,
                    Step = value.Step,
                    Steps = value.Steps,
                    Window = value.Window,
                    Windows = value.Windows,
                    PreviewKey = value.PreviewKey,
                },
                sending => sending.Durable = false);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            logger.LogDebug("Progress of edit {EditId} was dropped: {Reason}", edit, error.Message);
        }
    }
}
