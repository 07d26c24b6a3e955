using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace Mesh.Distributed;

/// <summary>Ranks as threads of this process, each with one intra-operator thread.</summary>
public static class LocalRanks
{
    /// <summary>Runs the same function on every rank and waits for all of them.</summary>
    /// <param name="ranks">Number of ranks, at least 1.</param>
    /// <param name="run">Called with the rank and its group.</param>
    /// <returns>The results in the order of the ranks.</returns>
    /// <remarks>A rank that throws releases the others from their collectives; its exception is thrown.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1 rank.</exception>
    public static T[] Run<T>(int ranks, Func<int, IProcessGroup, T> run)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ranks);

        var results = new T[ranks];
        using var meeting = new Meeting(ranks);
        var threads = Enumerable.Range(0, ranks).Select(rank => new Thread(() => RunRank(rank))).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();

        meeting.ThrowFailure();
        return results;

        void RunRank(int rank)
        {
            try
            {
                set_num_threads(1);
                results[rank] = run(rank, new LocalRank(rank, meeting));
            }
            catch (Exception error)
            {
                meeting.Fail(error);
            }
        }
    }

    /// <inheritdoc cref="Run{T}"/>
    public static void Run(int ranks, Action<int, IProcessGroup> run) => Run(ranks, (rank, group) =>
    {
        run(rank, group);
        return rank;
    });

    /// <summary>Where the ranks wait for each other, and what each has laid on the table.</summary>
    internal sealed class Meeting(int ranks) : IDisposable
    {
        private readonly Barrier _barrier = new(ranks);
        private readonly CancellationTokenSource _failed = new();
        private Exception? _failure;

        public int Size => ranks;

        public IReadOnlyList<Tensor>[] Tensors { get; } = new IReadOnlyList<Tensor>[ranks];

        public double[] Numbers { get; } = new double[ranks];

        /// <exception cref="OperationCanceledException">Another rank failed.</exception>
        public void Wait() => _barrier.SignalAndWait(_failed.Token);

        /// <summary>Keeps the first failure and releases the ranks that wait.</summary>
        public void Fail(Exception error)
        {
            Interlocked.CompareExchange(ref _failure, error, null);
            _failed.Cancel();
        }

        public void ThrowFailure()
        {
            if (_failure is not null)
                ExceptionDispatchInfo.Throw(_failure);
        }

        public void Dispose()
        {
            _barrier.Dispose();
            _failed.Dispose();
        }
    }
}
