using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Models.Llama;

/// <summary>One batch of prompts while it is continued.</summary>
internal sealed class Generation : IDisposable
{
    private readonly LlamaModel _network;
    private readonly Func<Tensor, Tensor> _scores;
    private readonly GenerationOptions _options;
    private readonly TokenChoice _choice;
    private readonly KeyValueCache _cache;
    private readonly List<long>[] _rows;
    private readonly long?[] _stops;
    private Tensor _next;
    private Tensor _mask;
    private Tensor? _places;
    private int _steps;

    /// <param name="network">Continues the prompts.</param>
    /// <param name="scores">From hidden states to the scores of what follows.</param>
    /// <param name="prompts">What is continued.</param>
    /// <param name="options">When to stop and how to choose.</param>
    /// <exception cref="ArgumentException">A prompt does not end in a token.</exception>
    public Generation(
        LlamaModel network, Func<Tensor, Tensor> scores, EmbeddedPrompts prompts, GenerationOptions options)
    {
        var (x, mask, places) = prompts;
        if (mask.select(1, -1).eq(0).any().ToBoolean())
            throw new ArgumentException("Prompts must be padded at the left: one ends in padding.", nameof(prompts));

        (_network, _scores, _options, _choice) = (network, scores, options, new TokenChoice(options));
        _next = x.clone().DetachFromDisposeScope();
        _mask = mask.clone().DetachFromDisposeScope();
        _places = places?.clone().DetachFromDisposeScope();
        _cache = new KeyValueCache(network.Config, x.shape[0], x.shape[1] + options.MaxTokens, x);
        _rows = [.. Enumerable.Range(0, (int)x.shape[0]).Select(_ => new List<long>())];
        _stops = new long?[_rows.Length];
    }

    /// <summary>Runs until every row has ended.</summary>
    /// <returns>New tokens of each row, without the stop token.</returns>
    public IReadOnlyList<long[]> ToEnd(GenerationStep? onStep)
    {
        while (!IsDone)
            Step(onStep);
        return [.. _rows.Select(row => row.ToArray())];
    }

    private bool IsDone => _steps == _options.MaxTokens || Array.TrueForAll(_stops, stop => stop is not null);

    private void Step(GenerationStep? onStep)
    {
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        var states = _network.States(_next, _mask, _cache, _places);
        var scores = _scores(states.narrow(1, states.shape[1] - 1, 1)).squeeze(1);  // [B, V]
        var ids = _choice.Of(scores);
        for (var row = 0; row < ids.Length; row++)
            ids[row] = Take(row, ids[row]);
        onStep?.Invoke(ids, scores);

        Replace(ref _next, _network.Embed(tensor(ids, device: _mask.device).unsqueeze(1)));
        Replace(ref _mask, cat([_mask, ones_like(_mask.narrow(1, 0, 1))], 1));
        if (_places is not null)
            Replace(ref _places, _places.amax([0, 2], keepdim: true).expand(_places.shape[0], -1, 1) + 1);
        _steps++;
    }

    public void Dispose()
    {
        _next.Dispose();
        _mask.Dispose();
        _places?.Dispose();
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
