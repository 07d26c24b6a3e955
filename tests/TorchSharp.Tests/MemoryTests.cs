using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests;

/// <summary>Tests that measure the process run while no other does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

/// <summary>Resident memory of this process.</summary>
[Collection(nameof(Alone))]
public sealed class MemoryTests
{
    private const int Warm = 2000;

    [Fact]
    public void Ten_thousand_training_steps_do_not_grow_the_process()
    {
        using var model = Linear(64, 64);
        using var input = randn(16, 64);
        var optimizer = optim.AdamW(model.parameters());

        Train(model, optimizer, input, Warm);
        var (before, tensors) = (Resident(), Tensor.TotalCount);
        Train(model, optimizer, input, 10_000);

        // 6.4 KB a step; one of them holds 24 KB of tensors. Less is no failure: other tests' memory goes back
        // meanwhile.
        Assert.True(Resident() - before < 64_000, $"{Resident() - before} KiB more");
        Assert.True(Tensor.TotalCount <= tensors, $"{Tensor.TotalCount - tensors} tensors more");
    }

    [Fact]
    public void Forgotten_tensors_are_freed_by_the_collector()
    {
        Forget(50);
        var before = Resident();
        Forget(2000);  // 2 GB in all
        Assert.True(Resident() - before < 500_000, $"{Resident() - before} KiB more");
    }

    private static void Train(Module<Tensor, Tensor> model, optim.Optimizer optimizer, Tensor input, int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var loss = model.forward(input).pow(2).mean();
            loss.backward();
            optimizer.step();
        }
    }

    private static void Forget(int tensors)
    {
        for (var k = 0; k < tensors; k++)
            zeros(1 << 18);
    }

    /// <summary>KiB.</summary>
    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var line = File.ReadLines("/proc/self/status")
            .First(text => text.StartsWith("VmRSS", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
    }
}
