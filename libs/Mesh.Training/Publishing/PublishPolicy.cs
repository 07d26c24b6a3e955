namespace Mesh.Training.Publishing;

/// <summary>
/// Publishes the first checkpoint in every so many steps, beside training: nobody waits for it, and of those that come
/// while one is under way the newest is next.
/// </summary>
/// <param name="every">Steps.</param>
/// <param name="publish">Publishes the checkpoint of a step; tells of refusals and failures itself.</param>
public sealed class PublishPolicy(int every, Func<int, Task> publish)
{
    private readonly Lock _gate = new();
    private int _last;
    private int? _next;
    private Task _working = Task.CompletedTask;
    private bool _isWorking;

    /// <summary>Told of every checkpoint that is complete; returns at once.</summary>
    public void Saved(int step)
    {
        lock (_gate)
        {
            if (step / every <= _last / every)
                return;
            (_last, _next) = (step, step);
            if (_isWorking)
                return;
            _isWorking = true;
            _working = Task.Run(WorkAsync);
        }
    }

    /// <summary>Ends when nothing is under way.</summary>
    public Task CompleteAsync()
    {
        lock (_gate)
            return _working;
    }

    private async Task WorkAsync()
    {
        while (Take() is { } step)
            await publish(step);
    }

    private int? Take()
    {
        lock (_gate)
        {
            var step = _next;
            (_next, _isWorking) = (null, step is not null);
            return step;
        }
    }
}
