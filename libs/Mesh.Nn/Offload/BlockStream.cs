using Mesh.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Nn.Offload;

/// <summary>Fills a tensor with the weight of a name; called from any thread.</summary>
public delegate void ReadWeight(string key, Tensor destination);

/// <summary>
/// The blocks of a network that does not fit its device: a few places hold the weights of the block that computes and
/// of those around it, and the next block is read while one computes.
/// </summary>
/// <remarks>All blocks of a list have the same shapes, so that a place takes any of them.</remarks>
public sealed class BlockStream<TBlock> : IDisposable
    where TBlock : Module
{
    private readonly string _prefix;
    private readonly int _count;
    private readonly Place[] _places;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private ReadWeight? _read;
    private int _last;

    /// <param name="prefix">Key of the list in the network, for example "double_blocks".</param>
    /// <param name="count">Blocks of the list.</param>
    /// <param name="places">How many have weights on the device at once; from 2 on reading overlaps.</param>
    /// <param name="make">Makes one block on the device.</param>
    public BlockStream(string prefix, int count, int places, Func<TBlock> make)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(places);
        (_prefix, _count) = (prefix, count);
        _places = [.. Enumerable.Range(0, Math.Min(places, count)).Select(_ => new Place(make().OutOfScope()))];
        _last = _places.Length - 1;
        foreach (var place in _places)
            place.Block.eval();
    }

    /// <summary>Bytes of the weights that are on the device; the same at all times.</summary>
    public long ResidentBytes =>
        _places.Sum(place => place.Weights.Values.Sum(weight => weight.numel() * weight.element_size()));

    /// <summary>Where weights come from, by their keys in the network.</summary>
    public void ReadFrom(ReadWeight read) => _read = read;

    /// <summary>The blocks in order, each with its weights. One caller goes through at a time; others wait.</summary>
    /// <exception cref="InvalidOperationException">Nothing was said about where weights come from.</exception>
    public IEnumerable<TBlock> Through()
    {
        _gate.Wait();
        try
        {
            for (var i = 0; i < _count; i++)
            {
                var place = Find(i) ?? Load(i);
                _last = Array.IndexOf(_places, place);
                place.Ready();
                var next = (i + 1) % _count;
                if (_places.Length > 1 && Find(next) is null)
                    Load(next);
                yield return place.Block;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        foreach (var place in _places)
            place.Dispose();
        _gate.Dispose();
    }

    private Place? Find(int block) => Array.Find(_places, place => place.Holds == block);

    // Blocks come in turn, so the place after the last one used is the one whose block is needed last.
    private Place Load(int block)
    {
        var read = _read ?? throw new InvalidOperationException($"Nothing says where {_prefix} are read from.");
        var place = _places[(_last + 1) % _places.Length];
        place.Load(block, read, $"{_prefix}.{block}.");
        return place;
    }

    private sealed class Place(TBlock block) : IDisposable
    {
        private Task _loading = Task.CompletedTask;

        public TBlock Block => block;

        public IReadOnlyDictionary<string, Tensor> Weights { get; } = StateDict.Of(block);

        /// <summary>The block whose weights are here or on their way; null for none.</summary>
        public int? Holds { get; private set; }

        public void Load(int number, ReadWeight read, string prefix)
        {
            var before = _loading;
            Holds = number;
            _loading = Task.Run(async () =>
            {
                await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                Read(read, prefix);
            });
        }

        public void Ready()
        {
            try
            {
                _loading.GetAwaiter().GetResult();
            }
            catch
            {
                Holds = null;
                throw;
            }
        }

        public void Dispose()
        {
            _loading.ContinueWith(static _ => { }, TaskScheduler.Default).Wait();
            block.Dispose();
        }

        private void Read(ReadWeight read, string prefix)
        {
            using var ungraded = no_grad();
            using var scope = NewDisposeScope();
            foreach (var (name, weight) in Weights)
                read(prefix + name, weight);
        }
    }
}
