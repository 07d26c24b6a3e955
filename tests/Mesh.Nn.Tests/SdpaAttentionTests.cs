using static TorchSharp.torch;

namespace Mesh.Nn.Tests;

public sealed class SdpaAttentionTests
{
    [Fact]
    public void Hidden_keys_are_as_if_they_were_not_there()
    {
        using var scope = NewDisposeScope();
        var (q, k, v) = (randn(2, 3, 4, 8), randn(2, 3, 6, 8), randn(2, 3, 6, 8));
        var visible = tensor(new long[] { 1, 1, 1, 1, 0, 0 }).expand(2, 6);

        var masked = new SdpaAttention().call(q, k, v, KeyMask.Additive(visible, ScalarType.Float32));
        var trimmed = new SdpaAttention().call(q, k.narrow(2, 0, 4), v.narrow(2, 0, 4), null);

        Assert.True(masked.allclose(trimmed, 1e-5, 1e-6));
    }

    [Fact]
    public void It_is_the_fused_attention_of_the_library()
    {
        using var scope = NewDisposeScope();
        var (q, k, v) = (randn(2, 3, 4, 8), randn(2, 3, 6, 8), randn(2, 3, 6, 8));

        var ours = new SdpaAttention().call(q, k, v, null);
        var fused = nn.functional.scaled_dot_product_attention(q, k, v);

        Assert.Equal([2, 4, 24], ours.shape);
        Assert.True(ours.allclose(fused.transpose(1, 2).flatten(2), 1e-5, 1e-6));
    }

    [Theory]
    [InlineData(9)]
    [InlineData(6)]
    public void Its_gradients_are_those_of_the_formula(int visibleKeys)
    {
        using var scope = NewDisposeScope();
        Tensor[] ours = [Leaf(length: 7), Leaf(length: 9), Leaf(length: 9)];
        Tensor[] theirs = [.. ours.Select(x => x.detach().clone().requires_grad_())];
        var mask = KeyMask.Additive((arange(9) < visibleKeys).expand(2, 9), ScalarType.Float32);
        var gradient = randn(2, 7, 12);

        new SdpaAttention().call(ours[0], ours[1], ours[2], mask).backward([gradient]);
        var weights = (theirs[0].matmul(theirs[1].transpose(2, 3)) / 2 + mask).softmax(-1);
        weights.matmul(theirs[2]).transpose(1, 2).flatten(2).backward([gradient]);

        Assert.All(ours.Zip(theirs), pair => Assert.True(pair.First.grad!.allclose(pair.Second.grad!, 1e-4, 1e-5)));

        static Tensor Leaf(long length) => randn(2, 3, length, 4).requires_grad_();
    }

    [Fact]
    public void A_sequence_too_long_for_all_scores_at_once_gives_the_same_numbers()
    {
        using var scope = NewDisposeScope();
        using var ungraded = no_grad();
        var (q, k, v) = (randn(1, 1, 13_000, 4), randn(1, 1, 13_000, 4), randn(1, 1, 13_000, 4));

        var all = new SdpaAttention().call(q, k, v, null);
        var few = new SdpaAttention().call(q.narrow(2, 12_000, 10), k, v, null);

        Assert.True(all.narrow(1, 12_000, 10).allclose(few, 1e-4, 1e-6));
    }
}
