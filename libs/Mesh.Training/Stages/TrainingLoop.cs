using System.Diagnostics;
using Mesh.Distributed;
using Mesh.Training.Optimizers;
using static TorchSharp.torch;

namespace Mesh.Training.Stages;

/// <summary>Runs one stage: steps until the budget is spent, saves, reports, stops when asked.</summary>
/// <param name="stage">What is run.</param>
/// <param name="optimization">The step.</param>
/// <param name="ranks">Every rank runs the same loop.</param>
/// <param name="checkpointPath">Where the state is saved; the stage goes on from there when the file exists.</param>
/// <param name="progress">Told of every step, by rank 0.</param>
public sealed class TrainingLoop(
    StageConfig stage,
    Optimization optimization,
    IProcessGroup ranks,
    string? checkpointPath = null,
    IProgress<StepReport>? progress = null)
{
    private readonly Stopwatch _clock = new();
    private readonly Stopwatch _sinceSaved = new();
    private readonly StageState _state = new();
    private int _firstStep;

    /// <summary>Called by rank 0 whenever the state has been saved, and at the end.</summary>
    public Action? Saved { get; init; }

    /// <summary>Called by rank 0 with the steps done, after each and before its state is saved: a run that is killed in
    /// between makes the call again.</summary>
    public Action<int>? Stepped { get; init; }

    /// <summary>Runs, or goes on with, the stage.</summary>
    /// <param name="loss">Of the step and the generator of this rank at this step: the loss of its samples.</param>
    /// <param name="cancellation">The state is saved first; one rank's token stops all.</param>
    /// <returns>The history over all processes, and the number of steps.</returns>
    /// <exception cref="OperationCanceledException">Asked to stop.</exception>
    /// <exception cref="NonFiniteLossException">The last saved state is kept.</exception>
    public StageState Run(Func<int, Generator, Tensor> loss, CancellationToken cancellation = default)
    {
        Start();
        while (!_state.Done)
        {
            if (ranks.Sum(cancellation.IsCancellationRequested ? 1 : 0) > 0)
            {
                Save();
                throw new OperationCanceledException(
                    $"Stage {stage.Name} stopped at step {_state.Step}.", cancellation);
            }

            Step(loss);
            if (_sinceSaved.Elapsed > stage.SaveEvery)
                Save();
        }

        Save();
        return _state;
    }

    private TimeSpan Elapsed => _state.Before + _clock.Elapsed;

    private void Start()
    {
        _state.TotalSteps = stage.Budget.NumSteps;
        if (checkpointPath is not null && File.Exists(checkpointPath))
            TrainingCheckpoint.Load(checkpointPath, stage, ranks.Size, optimization, _state);
        _firstStep = _state.Step;
        _clock.Restart();
        _sinceSaved.Restart();
        ranks.Barrier();
    }

    private void Step(Func<int, Generator, Tensor> loss)
    {
        var step = _state.Step;
        using var random = TrainingRandom.At(
            stage.Seed, stage.Name, step, ranks.Rank, optimization.Weights.Flat.device);
        var factor = LearningRate.Factor(step, _state.TotalSteps, stage.WarmUp);
        var (meanLoss, gradNorm) = optimization.Step(step, factor, () => loss(step, random));

        _state.Step++;
        _state.History.Add(new StepRecord(_state.Step, meanLoss, gradNorm, Elapsed.TotalSeconds));
        FixTotal();
        if (ranks.Rank == 0)
        {
            progress?.Report(Report(meanLoss, gradNorm));
            Stepped?.Invoke(_state.Step);
        }
    }

    // Rank 0's clock decides for all. A clock read twice would differ, so the decision is exchanged, not the time.
    private void FixTotal()
    {
        if (_state.TotalSteps is not null || stage.Budget.Time is not { } time)
            return;
        var halfTime = ranks.Rank == 0 && _state.Step > stage.WarmUp && Elapsed >= time / 2;
        if (ranks.Sum(halfTime ? 1 : 0) > 0)
            _state.TotalSteps = 2 * _state.Step;
    }

    private StepReport Report(double loss, double gradNorm)
    {
        var perStep = _clock.Elapsed / (_state.Step - _firstStep);
        var remaining = _state.TotalSteps is { } total
            ? perStep * (total - _state.Step)
            : stage.Budget.Time.GetValueOrDefault() - Elapsed;
        return new StepReport(
            stage.Name,
            _state.Step,
            _state.TotalSteps,
            loss,
            gradNorm,
            stage.BatchSize / perStep.TotalSeconds,
            Elapsed,
            remaining < TimeSpan.Zero ? TimeSpan.Zero : remaining);
    }

    private void Save()
    {
        _sinceSaved.Restart();
        if (ranks.Rank != 0)
            return;
        if (checkpointPath is not null)
            TrainingCheckpoint.Save(checkpointPath, stage, ranks.Size, optimization, _state, Elapsed);
        Saved?.Invoke();
    }
}
