using static TorchSharp.torch;

namespace Mesh.Distributed.Sequence;

// N rows (batch of q, k and v), H heads, L tokens, D head dim; index r: of this rank

/// <summary>Who has which tokens and which heads, and the exchange between the two.</summary>
/// <param name="Tokens">Tokens of each rank; they sum to L.</param>
/// <param name="Heads">Heads of each rank; they sum to H.</param>
/// <param name="Group">The ranks.</param>
internal sealed record ExchangePlan(IReadOnlyList<long> Tokens, IReadOnlyList<long> Heads, IProcessGroup Group)
{
    private long OwnTokens => Tokens[Group.Rank];

    private long OwnHeads => Heads[Group.Rank];

    /// <param name="x">[N, H, Lr, D].</param>
    /// <returns>[N, Hr, L, D].</returns>
    public Tensor ToHeads(Tensor x)
    {
        using var scope = NewDisposeScope();
        var (N, D) = (x.shape[0], x.shape[3]);
        var parts = x.split([.. Heads], 1);
        long[][] shapes = [.. Tokens.Select(tokens => (long[])[N, OwnHeads, tokens, D])];
        return cat(Exchange(parts, shapes), 2).MoveToOuterDisposeScope();
    }

    /// <param name="x">[N, Hr, L, D].</param>
    /// <returns>[N, H, Lr, D].</returns>
    public Tensor ToTokens(Tensor x)
    {
        using var scope = NewDisposeScope();
        var (N, D) = (x.shape[0], x.shape[3]);
        var parts = x.split([.. Tokens], 2);
        long[][] shapes = [.. Heads.Select(heads => (long[])[N, heads, OwnTokens, D])];
        return cat(Exchange(parts, shapes), 1).MoveToOuterDisposeScope();
    }

    private Tensor[] Exchange(Tensor[] parts, long[][] shapes)
    {
        var input = cat([.. parts.Select(part => part.reshape(part.numel()))]);
        long[] received = [.. shapes.Select(shape => shape.Aggregate(1L, (count, size) => count * size))];
        var output = empty([received.Sum()], input.dtype, input.device);
        Group.AllToAll(output, input, received, [.. parts.Select(part => part.numel())]).Wait();
        return [.. output.split(received).Select((part, rank) => part.view(shapes[rank]))];
    }
}
