using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.QwenVl;

/// <summary>Runs of tokens that see only each other; runs of one length are attended to as one batch.</summary>
internal sealed class Segments
{
    private readonly List<(long Count, long Length, Tensor? Tokens)> _groups = [];
    private readonly Tensor? _back;

    /// <param name="lengths">Of the runs, one behind the other.</param>
    /// <param name="device">Where the tokens lie.</param>
    public Segments(IReadOnlyList<long> lengths, Device device)
    {
        var byLength = new SortedDictionary<long, List<long>>();
        var first = 0L;
        foreach (var length in lengths)
        {
            if (!byLength.TryGetValue(length, out var starts))
                byLength[length] = starts = [];
            starts.Add(first);
            first += length;
        }

        if (byLength.Count == 1)
        {
            _groups.Add((lengths.Count, lengths[0], null));
            return;
        }

        using var scope = NewDisposeScope();
        foreach (var (length, starts) in byLength)
        {
            var tokens = (tensor(starts.ToArray()).unsqueeze(1) + arange(length, ScalarType.Int64)).flatten();
            _groups.Add((starts.Count, length, tokens.to(device).MoveToOuterDisposeScope()));
        }
        _back = cat([.. _groups.Select(group => group.Tokens!)]).argsort().MoveToOuterDisposeScope();
    }

    /// <param name="attention">The kernel.</param>
    /// <param name="q">[1, H, N, D].</param>
    /// <param name="k">[1, H, N, D].</param>
    /// <param name="v">[1, H, N, D].</param>
    /// <returns>[N, H * D].</returns>
    public Tensor Attend(
        Module<Tensor, Tensor, Tensor, Tensor?, Tensor> attention, Tensor q, Tensor k, Tensor v)
    {
        using var scope = NewDisposeScope();
        var parts = _groups.Select(group => attention
            .call(Runs(q, group), Runs(k, group), Runs(v, group), null).flatten(0, 1)).ToArray();
        return (_back is null ? parts[0] : cat(parts).index_select(0, _back)).MoveToOuterDisposeScope();
    }

    // [runs, H, length, D]
    private static Tensor Runs(Tensor x, (long Count, long Length, Tensor? Tokens) group)
    {
        var chosen = group.Tokens is { } tokens ? x.index_select(2, tokens) : x;
        return chosen.squeeze(0).unflatten(1, group.Count, group.Length).transpose(0, 1);
    }
}
