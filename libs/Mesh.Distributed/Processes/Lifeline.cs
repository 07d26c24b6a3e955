using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Mesh.Distributed.Processes;

/// <summary>
/// Tells the other ranks that this one lives and how far it is, and finds out who is to blame when a collective fails:
/// the transport only knows that a connection broke.
/// </summary>
internal sealed class Lifeline : IDisposable
{
    private const string FailureKey = "failure";

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly RankAddress _address;
    private readonly Store _store;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _stop = new();
    private readonly Action? _lost;
    private long _collectives;

    /// <param name="address">This rank.</param>
    /// <param name="store">A connection of its own: others block.</param>
    /// <param name="lost">Called once when the store is gone for good: the run is over.</param>
    public Lifeline(RankAddress address, Store store, Action? lost)
    {
        (_address, _store, _lost) = (address, store, lost);
        _thread = new Thread(Live) { IsBackground = true, Name = "lifeline" };
        _thread.Start();
    }

    /// <summary>Counts a collective that this rank has come to; returns its number.</summary>
    public long Arrive() => Interlocked.Increment(ref _collectives);

    /// <summary>Tells the others why this rank stops; the first to tell is believed.</summary>
    public void Tell(string failure) => _store.Claim(FailureKey, failure);

    /// <summary>Finds the rank to blame. The first rank to find it tells the others, so all name the same.</summary>
    public RankFailureException Blame(Exception cause, string collective, long number)
    {
        try
        {
            var found = Search(collective, number);
            return Parse(_store.Claim(FailureKey, found), cause);
        }
        catch (ExternalException)
        {
            return new RankFailureException(null, $"Rank {_address.Rank} has lost the store at {_address.Host}:"
                + $"{_address.Port}, and with it the other ranks: whoever served it has ended.", cause);
        }
    }

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
        _store.Dispose();
    }

    /// <summary>A failure as the store holds it: the rank, then the text.</summary>
    internal static string Line(int? rank, string text) => $"{rank?.ToString(CultureInfo.InvariantCulture)}|{text}";

    private static RankFailureException Parse(string line, Exception cause)
    {
        var parts = line.Split('|', 2);
        int? rank = int.TryParse(parts[0], CultureInfo.InvariantCulture, out var number) ? number : null;
        return new RankFailureException(rank, parts[^1], cause);
    }

    private string Search(string collective, long number)
    {
        var clock = Stopwatch.StartNew();
        var signs = new RankSigns(_address.WorldSize);
        while (true)
        {
            if (_store.Find(FailureKey) is { } known)
                return known;
            for (var rank = 0; rank < _address.WorldSize; rank++)
                signs.Note(rank, _store.Find(Key(rank)), clock.Elapsed);

            var silent = signs.MostSilent(_address.Rank, clock.Elapsed);
            if (silent.For >= Patience)
                return Line(silent.Rank, $"Rank {silent.Rank} died: no sign of life for {Patience.TotalSeconds:0} s "
                    + $"while rank {_address.Rank} waited for it in {collective} (collective {number}).");
            if (signs.AllMoved(_address.Rank))
                return Slow(signs, collective, number);
            Thread.Sleep(TimeSpan.FromMilliseconds(100));
        }
    }

    private string Slow(RankSigns signs, string collective, long number)
    {
        var (rank, reached) = signs.Furthest(_address.Rank);
        return reached < number
            ? Line(rank, $"Rank {rank} did not come to {collective} (collective {number}) within "
                + $"{_address.CollectiveTimeout.TotalSeconds:0.#} s of rank {_address.Rank}: it is still at {reached}.")
            : Line(null, $"{collective} (collective {number}) failed on rank {_address.Rank} though every rank lives.");
    }

    private void Live()
    {
        var failures = 0;
        for (var beat = 0L; ; beat++)
        {
            try
            {
                var reached = Interlocked.Read(ref _collectives);
                _store.Set(Key(_address.Rank), string.Create(CultureInfo.InvariantCulture, $"{beat} {reached}"));
                failures = 0;
            }
            catch (ExternalException) when (++failures * Beat >= Patience)
            {
                _lost?.Invoke();
                return;
            }
            catch (ExternalException)
            {
                // The next beat tries again.
            }
            if (_stop.Wait(Beat))
                return;
        }
    }

    private static string Key(int rank) => string.Create(CultureInfo.InvariantCulture, $"life/{rank}");
}
