using TorchSharp.Modules;
using static TorchSharp.Tests.NNNumbers;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

/// <summary>The numbers are those of PyTorch 1.13, ten steps on the same quadratic.</summary>
public sealed class NNOptimizerTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(false, 0.288410991, -0.943029881, 1.88892221, 0.535750508)]
    [InlineData(true, 0.288772553, -0.943029881, 1.88892221, 0.535717666)]
    public void AdamW_takes_the_reference_steps(bool amsgrad, double a, double b, double c, double d)
    {
        using var w = Start();
        using var optimizer = optim.AdamW([w], 0.1, 0.9, 0.99, weight_decay: 0.05, amsgrad: amsgrad);
        Run(w, optimizer, 10);
        Near([a, b, c, d], w, 1e-6);
    }

    [Fact]
    public void Adam_takes_the_reference_steps()
    {
        using var w = Start();
        using var optimizer = optim.Adam([w], 0.1, weight_decay: 0.05);
        Run(w, optimizer, 10);
        Near([0.283858687, -1.01806223, 2.01241541, 0.448024988], w, 1e-6);
    }

    [Fact]
    public void SGD_takes_the_reference_steps()
    {
        using var w = Start();
        using var optimizer = optim.SGD([w], 0.01, momentum: 0.9, weight_decay: 0.05, nesterov: true);
        Run(w, optimizer, 10);
        Near([0.615567327, 1.45020115, -0.356006861, 0.499294817], w, 1e-6);
    }

    [Fact]
    public void A_loaded_state_goes_on_where_the_saved_one_stood()
    {
        using var w = Start();
        using var optimizer = optim.AdamW([w], 0.1);
        Run(w, optimizer, 4);
        using var copy = nn.Parameter(w.detach().clone());
        using var other = optim.AdamW([copy], 0.5);
        other.load_state_dict(optimizer.state_dict());
        Run(w, optimizer, 6);
        Run(copy, other, 6);
        Near(w, copy, 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_saved_stream_holds_options_and_states(bool amsgrad)
    {
        using var w = Start();
        using var optimizer = optim.AdamW([w], 0.1, amsgrad: amsgrad);
        Run(w, optimizer, 3);
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        optimizer.save_state_dict(writer);
        stream.Position = 0;
        using var copy = nn.Parameter(w.detach().clone());
        using var other = optim.AdamW([copy], 0.5);
        other.load_state_dict(new BinaryReader(stream));
        Assert.True(optimizer.state_dict().State[0].ApproximatelyEquals(other.state_dict().State[0]));
        Run(w, optimizer, 2);
        Run(copy, other, 2);
        Near(w, copy, 0);
        stream.Position = 0;
        using var sgd = optim.SGD([copy], 0.5);
        Assert.Throws<InvalidDataException>(() => sgd.load_state_dict(new BinaryReader(stream)));
    }

    [Fact]
    public void Groups_have_options_of_their_own_and_defaults_for_the_rest()
    {
        using var fast = Start();
        using var still = Start();
        using var optimizer = optim.AdamW(
            [new AdamW.ParamGroup([fast], lr: 0.1), new AdamW.ParamGroup([still], new() { LearningRate = 0 })],
            beta1: 0.8);
        Assert.Equal([0.1, 0], optimizer.ParamGroups.Select(group => group.LearningRate));
        Assert.Equal((0.8, 0.999), ((AdamW.ParamGroup)optimizer.ParamGroups.Last()).Betas);
        using var loss = fast.sum() + still.sum();
        loss.backward();
        optimizer.step();
        Near([0.9, -2.1, 2.9, 0.4], fast);
        Near([1, -2, 3, 0.5], still);
    }

    [Fact]
    public void A_parameter_without_gradient_stays_and_zero_grad_keeps_the_rest_at_zero()
    {
        using var w = Start();
        using var idle = Start();
        using var optimizer = optim.AdamW([w, idle], 0.1, weight_decay: 0.5);
        w.sum().backward();
        optimizer.step();
        Near([1, -2, 3, 0.5], idle, 0);
        optimizer.zero_grad();
        Near([0, 0, 0, 0], w.grad!, 0);
        Assert.Null(idle.grad);
    }

    [Fact]
    public void State_outlives_the_scopes_of_its_making_and_of_a_step()
    {
        using var w = Start();
        AdamW made;
        using (NewDisposeScope())
        {
            made = optim.AdamW([w], 0.1, amsgrad: true);
            Run(w, made, 1);
        }
        using var optimizer = made;
        var state = (AdamW.State)optimizer.state_dict().State[0];
        Assert.Equal(1, state.step);
        Assert.Equal([4L], state.max_exp_avg_sq!.shape);
        using (NewDisposeScope())
            Run(w, optimizer, 1);
        Assert.Equal([4L], state.exp_avg.shape);
    }

    [Fact]
    public void Schedules_give_the_reference_rates()
    {
        Rates([1, 0.977975432, 0.914057647, 0.814503364], o => optim.lr_scheduler.CosineAnnealingLR(o, 10, 0.1));
        Rates([1, 1, 1, 0.5, 0.5, 0.5], o => optim.lr_scheduler.StepLR(o, 3, 0.5));
        Rates([0.5, 0.625, 0.75, 0.875, 1, 1], o => optim.lr_scheduler.LinearLR(o, 0.5, 1.0, 4));
        Rates([1, 1, 0.1, 0.1, 0.01], o => optim.lr_scheduler.MultiStepLR(o, [2, 4], 0.1));
        Rates([0, 0.25, 0.5], o => optim.lr_scheduler.LambdaLR(o, epoch => epoch / 4.0));
    }

    private static void Rates(double[] expected, Func<optim.Optimizer, optim.lr_scheduler.LRScheduler> make)
    {
        using var w = Start();
        using var optimizer = optim.SGD([w], 1.0);
        var scheduler = make(optimizer);
        foreach (var rate in expected)
        {
            Assert.Equal(rate, optimizer.ParamGroups.Single().LearningRate, 8);
            Assert.Equal(rate, scheduler.get_last_lr().Single(), 8);
            scheduler.step();
        }
    }

    private static Parameter Start() => nn.Parameter(tensor(new float[] { 1, -2, 3, 0.5f }));

    private static void Run(Parameter w, optim.Optimizer optimizer, int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var residual = w * tensor(new float[] { 1, 2, 3, 4 }) - tensor(new float[] { 0.5f, 1, -1, 2 });
            residual.square().sum().backward();
            optimizer.step();
        }
    }
}
