using Mesh.Distributed;
using Mesh.Models.MmDit;
using Mesh.Training.Checkpoints;
using Mesh.Training.Data;
using Mesh.Training.Recipes;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Training.Runs;

/// <summary>Runs a recipe on this rank, from the newest checkpoint on; every rank runs the same.</summary>
/// <remarks>
/// A step follows from the weights and (recipe, seed, step) alone: a run that is killed and goes on ends with the bits
/// of one that was not, and on another grid of ranks it ends within rounding.
/// </remarks>
public sealed class TrainingRun : IDisposable
{
    private readonly TrainingRecipe _recipe;
    private readonly RunOptions _options;
    private readonly MeshRank _place;
    private readonly ISampleSource _samples;
    private readonly RunNetwork _network;
    private readonly FlowPass _flow;
    private readonly RunCheckpoints _checkpoints;
    private readonly StageData _data;
    private readonly StepGuard _guard;
    private readonly string? _adapter;
    private bool _cancelled;
    private bool _saves;

    /// <param name="recipe">What is run.</param>
    /// <param name="samples">What it learns from.</param>
    /// <param name="place">Where this rank is.</param>
    /// <param name="options">How.</param>
    /// <exception cref="InvalidDataException">A bucket of the recipe has no sample, or one of another size.</exception>
    public TrainingRun(TrainingRecipe recipe, ISampleSource samples, MeshRank place, RunOptions options)
    {
        (_recipe, _samples, _place, _options) = (recipe, samples, place, options);
        _data = new StageData(recipe, samples, place.Mesh.DataSize);
        SampleShapes.Require(recipe, samples);
        _guard = new StepGuard(recipe.SpikeFactor);
        _network = RunNetwork.Build(recipe, place, options.Device, options.StartFrom);
        _adapter = recipe.Lora is { } lora ? $"{lora}, on weights {FrozenSum.Of(_network.Weights, place)}" : null;
        _flow = new FlowPass(_network.Model, recipe, samples, options.Device);
        _checkpoints = new RunCheckpoints(
            options.Store, options.Scratch, place, _network.Optimizer, _network.Weights)
        {
            Keep = options.Keep,
            LoraAlpha = recipe.Lora?.Alpha,
            Saved = manifest =>
            {
                options.Noted?.Invoke($"saved the checkpoint of step {manifest.Run.Step}");
                options.Saved?.Invoke(manifest.Run.Step);
            },
            Failed = options.Noted,
        };
    }

    /// <summary>Steps done.</summary>
    public int Step { get; private set; }

    /// <summary>SHA-256 of the weights; a collective.</summary>
    public string Hash => WeightHash.Of(_network.Weights, _place);

    /// <summary>Runs to the end, or until asked to stop; the state is saved either way.</summary>
    /// <param name="cancellation">One rank's token stops all.</param>
    /// <returns>Whether the recipe is done.</returns>
    /// <exception cref="InvalidDataException">The checkpoint is of another run.</exception>
    /// <exception cref="IOException">The last save failed.</exception>
    public bool Run(CancellationToken cancellation)
    {
        Restore();
        while (Step < _recipe.TotalSteps && !_cancelled)
            Advance(cancellation);
        Save();
        if (!_checkpoints.Drain())
            throw new IOException($"The checkpoint of step {Step} could not be saved; the ones before are there.");
        return Step >= _recipe.TotalSteps;
    }

    public void Dispose()
    {
        _checkpoints.Dispose();
        _network.Dispose();
    }

    private void Restore()
    {
        if (!_options.Resume && new CheckpointFolder(_options.Store).StepsAsync().GetAwaiter().GetResult() is [_, ..])
            throw new InvalidDataException("There is a run already: resume it (--resume), or choose another folder.");
        _checkpoints.Sweep();
        if (!_options.Resume || _checkpoints.Restore(problem => _options.Noted?.Invoke(problem)) is not { } position)
            return;
        Require("recipe", position.Recipe, _recipe.Name);
        Require("seed", position.Seed, _recipe.Seed);
        Require("data", position.Data, _samples.Fingerprint);
        Require("adapter", position.Adapter, _adapter);
        Step = position.Step;
        _guard.Restore(position.RecentLosses);
    }

    /// <summary>One step; a collective. <see cref="Run"/> takes all that remain.</summary>
    /// <param name="cancellation">One rank's token makes this the last step of all.</param>
    public void Advance(CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var clock = new StepClock(CommunicationTime.Total, _options.Device);
        var (stage, stageStep) = _recipe.At(Step);
        var passes = _data.Passes(Step)[_place.DataRank];
        var loss = passes.Sum(pass => Pass(pass, stage, stageStep, clock));

        var gradNorm = _network.Optimizer.GradNorm();
        var meanLoss = Agree(loss, cancellation);
        var rate = stage.LearningRate * Math.Min(1, (stageStep + 1.0) / (stage.WarmUp + 1));
        var skipped = _guard.Judge(meanLoss, gradNorm);
        if (skipped is null)
            _network.Optimizer.Step(Step, rate, gradNorm, _recipe.MaxGradNorm);
        else
            _network.Optimizer.Skip();
        Step++;
        clock.Lap(nameof(StepTimes.Optimizer));

        if ((_saves || Step % _recipe.SaveEvery == 0) && Step < _recipe.TotalSteps && !_cancelled)
            Save();
        clock.Lap(nameof(StepTimes.Checkpoint));
        if (_place.All.Rank == 0)
            _options.Stepped?.Invoke(Report(stage, meanLoss, gradNorm, rate, skipped, clock));
    }

    private double Pass(MicroBatch pass, TrainingStage stage, int step, StepClock clock)
    {
        using var scope = NewDisposeScope();
        var (input, velocity) = _flow.Prepare(pass, stage.Name, step);
        clock.Lap(nameof(StepTimes.Data));
        _network.Weights.BeginPass();
        var loss = _flow.Loss(input, velocity) * ((pass.Counts ? 1.0 : 0.0) / stage.BatchSize);
        clock.Lap(nameof(StepTimes.Forward));
        loss.backward();
        _network.Weights.EndPass();
        clock.Lap(nameof(StepTimes.Backward));
        return loss.ToDouble();
    }

    /// <summary>One exchange a step: the loss, whether to stop, and how the save under way is.</summary>
    private double Agree(double loss, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var state = _checkpoints.State;
        var all = tensor(
            (double[])
            [
                loss / _place.Mesh.Sequence,  // ranks of a sequence have the same loss
                cancellation.IsCancellationRequested ? 1 : 0,
                state == SaveState.Writing ? 1 : 0,
                state == SaveState.Failed ? 1 : 0,
                _options.SaveRequested?.Invoke() == true ? 1 : 0,
            ],
            ScalarType.Float64);
        _place.All.AllReduceSum([all]);
        var sums = all.data<double>().ToArray();
        (_cancelled, _saves) = (sums[1] > 0, sums[4] > 0);
        _checkpoints.Settle((int)sums[2], (int)sums[3]);
        return sums[0];
    }

    private void Save() => _checkpoints.Begin(
        new RunPosition(_recipe.Name, _recipe.Seed, Step, _samples.Fingerprint, _guard.Recent) { Adapter = _adapter });

    private RunStep Report(
        TrainingStage stage, double loss, double gradNorm, double rate, string? skipped, StepClock clock)
    {
        var sizes = _data.Passes(Step - 1).SelectMany(passes => passes).Where(pass => pass.Counts).ToList();
        var flops = sizes.Sum(pass => pass.Samples.Count * 3.0 * MmDitFlops.Forward(
            _recipe.Transformer, _data.Tokens(pass.Bucket), _data.TextTokens, hasSource: true));
        var times = clock.Times(CommunicationTime.Total);
        return new RunStep
        {
            Stage = stage.Name,
            Step = Step,
            TotalSteps = _recipe.TotalSteps,
            Loss = loss,
            GradNorm = gradNorm,
            LearningRate = rate,
            Skipped = skipped,
            Tokens = sizes.Sum(pass => pass.Samples.Count * 2 * _data.Tokens(pass.Bucket)),
            Flops = flops,
            Mfu = _options.PeakFlops is { } peak && _recipe.Lora is null
                ? flops / (times.Total * peak * _place.All.Size)
                : null,
            Times = times,
            Memory = CpuMemory.Current,
        };
    }

    private static void Require<T>(string what, T saved, T own)
    {
        if (!Equals(saved, own))
            throw new InvalidDataException($"The checkpoint has {what} '{saved}', but this run has '{own}'.");
    }
}
