using static TorchSharp.torch;

namespace Mesh.Distributed.Sequence;

/// <summary>Tokens of all ranks on every rank.</summary>
/// <remarks>
/// Every rank computes the same loss from them, so the gradient of a rank's own tokens is its own part of the gradient:
/// nothing is added up here, and the gradients of weights are sums over the ranks.
/// </remarks>
internal sealed class TokenGather : autograd.SingleTensorFunction<TokenGather>
{
    private const string Group = "group";

    public override string Name => nameof(TokenGather);

    /// <param name="own">[B, Lr, n].</param>
    /// <param name="tokens">L.</param>
    /// <param name="group">The ranks.</param>
    /// <returns>[B, L, n].</returns>
    public static Tensor Of(Tensor own, long tokens, IProcessGroup group) => apply(own, tokens, group);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (own, tokens, group) = ((Tensor)vars[0], (long)vars[1], (IProcessGroup)vars[2]);
        ctx.save_data(Group, group);
        var (B, n) = (own.shape[0], own.shape[2]);
        var shares = Split.Counts(tokens, group.Size);
        long[] counts = [.. shares.Select(share => B * share * n)];
        using var scope = NewDisposeScope();
        var input = own.contiguous().view(own.numel()).repeat(group.Size);
        var output = empty([counts.Sum()], own.dtype, own.device);
        group.AllToAll(output, input, counts, [.. counts.Select(_ => own.numel())]).Wait();
        var parts = output.split(counts).Select((part, rank) => part.view(B, shares[rank], n));
        return cat([.. parts], 1).MoveToOuterDisposeScope();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var group = (IProcessGroup)ctx.get_data(Group);
        var (start, count) = Split.Share(grad_output.shape[1], group.Size, group.Rank);
        return [grad_output.narrow(1, start, count), null!, null!];
    }
}
