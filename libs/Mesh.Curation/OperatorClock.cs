using System.Collections.Concurrent;
using System.Diagnostics;

namespace Mesh.Curation;

/// <summary>How long each operator took, over all workers of a process.</summary>
/// <param name="heard">Told of every run; null for nobody.</param>
public sealed class OperatorClock(Action<string, TimeSpan>? heard = null)
{
    private readonly ConcurrentDictionary<string, Total> _totals = new();

    /// <summary>Calls and seconds by operator, in the order of <see cref="Operators.All"/>.</summary>
    public IReadOnlyList<OperatorTime> Times =>
    [
        .. from total in _totals
           orderby Operators.All.ToList().IndexOf(total.Key), total.Key
           select new OperatorTime(total.Key, total.Value.Calls, total.Value.Seconds),
    ];

    /// <summary>Counts the time until the result is disposed of.</summary>
    public IDisposable Time(string name) => new Running(this, name);

    /// <summary>Adds time that was measured elsewhere.</summary>
    public void Add(string name, TimeSpan time)
    {
        _totals.GetOrAdd(name, _ => new()).Add(time);
        heard?.Invoke(name, time);
    }

    private sealed class Total
    {
        private long _ticks;
        private int _calls;

        public int Calls => _calls;

        public double Seconds => TimeSpan.FromTicks(Interlocked.Read(ref _ticks)).TotalSeconds;

        public void Add(TimeSpan time)
        {
            Interlocked.Add(ref _ticks, time.Ticks);
            Interlocked.Increment(ref _calls);
        }
    }

    private sealed class Running(OperatorClock clock, string name) : IDisposable
    {
        private readonly long _started = Stopwatch.GetTimestamp();

        public void Dispose() => clock.Add(name, Stopwatch.GetElapsedTime(_started));
    }
}

/// <summary>What one operator took.</summary>
/// <param name="Operator">Its name.</param>
/// <param name="Calls">How often it worked.</param>
/// <param name="Seconds">In all.</param>
public sealed record OperatorTime(string Operator, int Calls, double Seconds);
