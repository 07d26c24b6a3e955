using Mesh.Models.NanoVae;
using static TorchSharp.torch;

namespace Mesh.Models.Tests.NanoVae;

public sealed class CausalFrameBlockTests
{
    [Fact]
    public void A_frame_is_seen_by_itself_and_by_the_next_one()
    {
        using var scope = NewDisposeScope();
        using var ungraded = no_grad();
        using var generator = SeededWeights.Seed(29);
        var block = SeededWeights.Fill(new CausalFrameBlock(6), 29);
        var x = randn([1, 4, 3, 3, 6], generator: generator);
        var changed = x.clone();
        changed.narrow(1, 1, 1).mul_(-1);

        var difference = (block.call(changed) - block.call(x)).abs().amax([0, 2, 3, 4]);

        Assert.Equal([false, true, true, false], difference.data<float>().ToArray().Select(value => value > 1e-3));
    }
}
