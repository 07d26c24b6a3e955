using System.Collections.Concurrent;
using Mesh.Contracts.Bus;
using Mesh.Stores.Jobs;

namespace Mesh.Gateway.Api;

/// <summary>
/// How long the stages take, learnt from the progress of edits as it goes by: a moving mean of the seconds per window
/// for each model and stage. Says nothing until every stage that is to come has been seen once.
/// </summary>
public sealed class StageTimes(TimeProvider clock)
{
    // Weight of the newest measurement.
    private const double Newest = 0.3;

    private readonly ConcurrentDictionary<(string Model, int Stage), double> _secondsPerWindow = new();
    private readonly ConcurrentDictionary<(Guid Edit, int Stage), long> _begun = new();

    /// <summary>Whether a stage has ended with this.</summary>
    public static bool IsLast(EditProgressed progress) =>
        progress.Step >= progress.Steps && progress.Window >= progress.Windows;

    /// <summary>A stage of an edit has got this far.</summary>
    /// <param name="edit">The edit.</param>
    /// <param name="model">Name of its model.</param>
    /// <param name="progress">As the worker tells it.</param>
    public void Seen(Guid edit, string model, EditProgressed progress)
    {
        var stage = (int)progress.Stage;
        var begun = _begun.GetOrAdd((edit, stage), _ => clock.GetTimestamp());
        if (!IsLast(progress))
            return;

        if (_begun.TryRemove((edit, stage), out _))
        {
            var seconds = clock.GetElapsedTime(begun).TotalSeconds / Math.Max(1, progress.Windows);
            _secondsPerWindow.AddOrUpdate(
                (model, stage), seconds, (_, mean) => mean + Newest * (seconds - mean));
        }
    }

    /// <summary>The edit has ended: stages that it began and did not end are forgotten.</summary>
    public void Ended(Guid edit)
    {
        foreach (var stage in Enum.GetValues<EditStageName>())
            _begun.TryRemove((edit, (int)stage), out _);
    }

    /// <summary>What is left of a running edit, or null while it cannot be told.</summary>
    public TimeSpan? Left(string model, EditProgress at)
    {
        var (windows, left) = (Math.Max(1, at.Windows), 0.0);
        for (var stage = at.Stage; stage <= (int)EditStageName.VaeDecode; stage++)
        {
            if (!_secondsPerWindow.TryGetValue((model, stage), out var seconds))
                return null;
            left += seconds * (stage == at.Stage ? windows - Done(at) : windows);
        }
        return TimeSpan.FromSeconds(Math.Max(0, left));
    }

    // Windows of the present stage that are done, in parts.
    private static double Done(EditProgress at) =>
        at.Steps == 0 ? 0 : Math.Max(0, at.Window - 1) + (double)at.Step / at.Steps;
}
