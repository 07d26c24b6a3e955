using static TorchSharp.torch;

namespace Mesh.Models.Llama;

/// <summary>One batch of prompts while it is continued.</summary>
internal sealed class Generation : IDisposable
{
    private readonly LlamaLanguageModel _network;
    private readonly GenerationOptions _options;
    private readonly TokenChoice _choice;
    private readonly KeyValueCache _cache;
    private readonly List<long>[] _rows;
    private readonly long?[] _stops;
    private Tensor _next;
    private Tensor _mask;
    private int _steps;

    /// <param name="network">Continues the prompts.</param>
    /// <param name="x">Embedded prompts, [B, L, C].</param>
    /// <param name="mask">1 for a token, [B, L]; the last one of every row is one.</param>
    /// <param name="options">When to stop and how to choose.</param>
    public Generation(LlamaLanguageModel network, Tensor x, Tensor mask, GenerationOptions options)
    {
        if (mask.select(1, -1).eq(0).any().item<bool>())
            throw new ArgumentException("Prompts must be padded at the left: one ends in padding.", nameof(mask));

        (_network, _options, _choice) = (network, options, new TokenChoice(options));
        _next = x.clone().DetachFromDisposeScope();
        _mask = mask.clone().DetachFromDisposeScope();
        _cache = new KeyValueCache(network.Config, x.shape[0], x.shape[1] + options.MaxTokens, x);
        _rows = [.. Enumerable.Range(0, (int)x.shape[0]).Select(_ => new List<long>())];
        _stops = new long?[_rows.Length];
    }

    public bool IsDone => _steps == _options.MaxTokens || Array.TrueForAll(_stops, stop => stop is not null);

    public IReadOnlyList<long[]> Rows => [.. _rows.Select(row => row.ToArray())];

    public void Step(GenerationStep? onStep)
    {
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        var states = _network.model.States(_next, _mask, _cache);
        var scores = _network.Scores(states.narrow(1, states.shape[1] - 1, 1)).squeeze(1);  // [B, V]
        var ids = _choice.Of(scores);
        for (var row = 0; row < ids.Length; row++)
            ids[row] = Take(row, ids[row]);
        onStep?.Invoke(ids, scores);

        Replace(ref _next, _network.model.Embed(tensor(ids, device: _mask.device).unsqueeze(1)));
        Replace(ref _mask, cat([_mask, ones_like(_mask.narrow(1, 0, 1))], 1));
        _steps++;
    }

    public void Dispose()
    {
        _next.Dispose();
        _mask.Dispose();
        _cache.Dispose();
    }

    private long Take(int row, long id)
    {
        if (_stops[row] is { } stop)
            return stop;
        if (_options.StopIds.Contains(id))
            _stops[row] = id;
        else
            _rows[row].Add(id);
        return id;
    }

    private static void Replace(ref Tensor old, Tensor next)
    {
        old.Dispose();
        old = next.DetachFromDisposeScope();
    }
}
