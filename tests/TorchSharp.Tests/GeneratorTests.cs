using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class GeneratorTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void The_same_seed_gives_the_same_numbers()
    {
        using var a = new Generator(42);
        using var b = new Generator(42);
        Assert.True(randn(5, generator: a).Equals(randn(5, generator: b)));
        Assert.False(randn(5, generator: a).Equals(randn(5, generator: new Generator(43))));
        Assert.Equal(42, a.initial_seed());
    }

    [Fact]
    public void A_state_brings_a_generator_back()
    {
        using var generator = new Generator(7);
        rand(3, generator: generator);
        var state = generator.get_state();
        var first = randperm(100, generator: generator);
        using var other = new Generator();
        other.set_state(state);
        Assert.True(randperm(100, generator: other).Equals(first));
        Assert.Equal(ScalarType.Byte, state.dtype);
    }

    [Fact]
    public void A_generator_of_its_own_leaves_the_default_alone()
    {
        manual_seed(1);
        var expected = rand(3);
        manual_seed(1);
        rand(3, generator: new Generator(5));
        Assert.True(rand(3).Equals(expected));
    }

    [Fact]
    public void Seeding_the_default_restarts_it()
    {
        manual_seed(3);
        var state = get_rng_state();
        var first = randint(0, 1000, [8]);
        set_rng_state(state);
        Assert.True(randint(0, 1000, [8]).Equals(first));
    }

    [Fact]
    public void Random_tensors_are_in_their_range()
    {
        using var generator = new Generator(11);
        var uniform = zeros(1000).uniform_(2, 3, generator);
        Assert.InRange(uniform.min().item<float>(), 2, 3);
        Assert.InRange(uniform.mean().item<float>(), 2.45, 2.55);
        var normal = zeros(4000).normal_(5, 2, generator);
        Assert.InRange(normal.std().item<float>(), 1.9, 2.1);
        Assert.InRange(randint(3, 6, [1000], generator: generator).max().item<long>(), 5, 5);
    }
}
