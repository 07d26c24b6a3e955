using Mesh.Distributed;
using Mesh.Training.Stages;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Training.Tests;

public sealed class TrainingLoopTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mesh-training").FullName;

    private string Checkpoint => Path.Combine(_folder, "state.safetensors");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_stopped_and_resumed_run_ends_with_the_bits_of_an_unbroken_one(int ranks)
    {
        var unbroken = TinyTask.Train(12, checkpoint: null, ranks);

        TinyTask.Train(12, Checkpoint, ranks, stopAt: 5);
        var resumed = TinyTask.Train(12, Checkpoint, ranks);

        Assert.Equal(unbroken, resumed);
    }

    [Fact]
    public void Training_brings_the_loss_down()
    {
        var network = TinyTask.Network();
        using var optimization = TinyTask.Optimization(network, new SingleRank());
        var state = new TrainingLoop(TinyTask.Stage(150), optimization, new SingleRank())
            .Run((_, random) => TinyTask.Loss(network, randn([8, 6], generator: random)));

        Assert.Equal(150, state.History.Count);
        Assert.True(state.History[^1].Loss < state.History[0].Loss / 5);
    }

    [Fact]
    public void Every_step_is_told_before_its_state_is_saved()
    {
        var told = new List<(int Step, bool IsSaved)>();
        var network = TinyTask.Network();
        using var optimization = TinyTask.Optimization(network, new SingleRank());
        var loop = new TrainingLoop(
            TinyTask.Stage(3) with { SaveEvery = TimeSpan.Zero }, optimization, new SingleRank(), Checkpoint)
        {
            Stepped = step =>
            {
                told.Add((step, File.Exists(Checkpoint)));
                File.Delete(Checkpoint);
            },
        };

        loop.Run((_, random) => TinyTask.Loss(network, randn([8, 6], generator: random)));

        Assert.Equal([(1, false), (2, true), (3, true)], told);
        Assert.True(File.Exists(Checkpoint));
    }

    [Fact]
    public void A_state_of_another_seed_is_refused()
    {
        TinyTask.Train(3, Checkpoint);
        using var optimization = TinyTask.Optimization(TinyTask.Network(), new SingleRank());
        var loop = new TrainingLoop(TinyTask.Stage(3) with { Seed = 8 }, optimization, new SingleRank(), Checkpoint);

        var error = Assert.Throws<InvalidDataException>(() => loop.Run((_, _) => zeros(1)));

        Assert.Contains("seed is 7, but this run has 8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_is_not_a_number_stops_every_rank_before_the_step()
    {
        var failure = Assert.Throws<NonFiniteLossException>(() => LocalRanks.Run(2, (rank, group) =>
        {
            var network = TinyTask.Network();
            using var optimization = TinyTask.Optimization(network, group);
            var before = optimization.Weights.Flat.clone();
            try
            {
                new TrainingLoop(TinyTask.Stage(3), optimization, group).Run((_, random) =>
                    TinyTask.Loss(network, randn([4, 6], generator: random)) * (rank == 1 ? float.NaN : 1));
            }
            catch (NonFiniteLossException)
            {
                Assert.True(optimization.Weights.Flat.equal(before).all().ToBoolean());
                throw;
            }
        }));

        Assert.Equal(0, failure.Step);
    }

    [Fact]
    public void A_time_budget_repeats_the_steps_of_its_first_half()
    {
        var network = TinyTask.Network();
        using var optimization = TinyTask.Optimization(network, new SingleRank());
        var stage = TinyTask.Stage(1) with { Budget = StageBudget.For(TimeSpan.FromMilliseconds(200)) };
        var state = new TrainingLoop(stage, optimization, new SingleRank())
            .Run((_, random) => TinyTask.Loss(network, randn([8, 6], generator: random)));

        Assert.Equal(state.TotalSteps, state.Step);
        Assert.Equal(0, state.Step % 2);
        Assert.True(state.History[(state.Step / 2) - 1].Seconds >= 0.1);
        Assert.True(state.History[(state.Step / 2) - 2].Seconds < 0.1 || state.Step / 2 == stage.WarmUp + 1);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
