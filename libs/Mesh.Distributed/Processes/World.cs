using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Mesh.Distributed.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Distributed.Processes;

/// <summary>All ranks of a run, each a process; makes the groups among them.</summary>
public sealed unsafe class World : IDisposable
{
    private readonly RankAddress _address;
    private readonly Store _store;
    private readonly Lifeline _lifeline;
    private readonly Dictionary<string, IProcessGroup> _groups = [];

    private World(RankAddress address, Store store, Lifeline lifeline, Device device) =>
        (_address, _store, _lifeline, Device) = (address, store, lifeline, device);

    public int Rank => _address.Rank;

    public int Size => _address.WorldSize;

    /// <summary>Where the tensors of collectives are: over NCCL on a GPU, over Gloo elsewhere.</summary>
    public Device Device { get; }

    /// <summary>Every rank.</summary>
    public IProcessGroup All => Group("world", [.. Enumerable.Range(0, Size)]);

    /// <summary>Meets the other ranks.</summary>
    /// <param name="address">Who this process is.</param>
    /// <param name="lost">
    /// Called on another thread when the store is gone for good, for the process to end: it may be inside a collective.
    /// </param>
    /// <param name="device">Of this rank, no other's; null is the CPU.</param>
    /// <exception cref="RankFailureException">The store or a rank did not come within the time; names the rank.
    /// </exception>
    public static World Join(RankAddress address, Action? lost = null, Device? device = null)
    {
        Store store;
        try
        {
            store = address.ServesStore
                ? Store.Serve(address.Host, address.Port, address.JoinTimeout)
                : Store.Connect(address.Host, address.Port, address.JoinTimeout);
        }
        catch (ExternalException error)
        {
            throw new RankFailureException(null, $"Rank {address.Rank} found no store at {address.Host}:{address.Port} "
                + $"within {address.JoinTimeout.TotalSeconds:0} s: is rank 0, or the launcher, running?", error);
        }

        var own = Store.Connect(address.Host, store.Port, address.JoinTimeout);
        var world = new World(address, store, new Lifeline(address, own, lost), device ?? CPU);
        world.Gather();
        return world;
    }

    /// <summary>A group of some ranks; a collective over them. The same name and ranks give the same group.</summary>
    /// <param name="name">Of the group, for example "shard"; the same on its ranks.</param>
    /// <param name="ranks">Rising, with this one among them.</param>
    /// <returns>Owned by the world.</returns>
    public IProcessGroup Group(string name, IReadOnlyList<int> ranks)
    {
        if (ranks.Count == 1)
            return new SingleRank();
        var key = string.Create(CultureInfo.InvariantCulture, $"group/{name}/{string.Join('-', ranks)}");
        if (!_groups.TryGetValue(key, out var group))
            _groups[key] = group = Make(key, ranks);
        return group;
    }

    /// <summary>Tells the other ranks why this one stops, so that they name it and not a broken connection.</summary>
    public void Fail(Exception error)
    {
        try
        {
            if (error is not RankFailureException)
                _lifeline.Tell(Lifeline.Line(Rank, $"Rank {Rank} stopped: {error.Message}"));
        }
        catch (ExternalException)
        {
            // The store is gone; then the others know.
        }
    }

    public void Dispose()
    {
        foreach (var group in _groups.Values.OfType<IDisposable>())
            group.Dispose();
        _lifeline.Dispose();
        _store.Dispose();
    }

    private ProcessGroup Make(string key, IReadOnlyList<int> ranks)
    {
        var number = _lifeline.Arrive();
        var at = Enumerable.Range(0, ranks.Count).First(index => ranks[index] == Rank);
        nint handle;
        try
        {
            var timeout = (long)_address.CollectiveTimeout.TotalMilliseconds;
            NativeFailure.Check(Device.type == DeviceType.CUDA
                ? NativeMethods.d_group_nccl(_store.Handle, key, at, ranks.Count, timeout, &handle)
                : NativeMethods.d_group(
                    _store.Handle, key, _address.Interface, at, ranks.Count, timeout, &handle));
        }
        catch (ExternalException error)
        {
            throw _lifeline.Blame(error, $"making the group '{key}'", number);
        }
        return new ProcessGroup(handle, at, ranks.Count, Device, _lifeline);
    }

    private void Gather()
    {
        _store.Set(Here(Rank), "1");
        var clock = Stopwatch.StartNew();
        while (Enumerable.Range(0, Size).Where(rank => _store.Find(Here(rank)) is null).ToArray() is [_, ..] missing)
        {
            if (clock.Elapsed > _address.JoinTimeout)
                throw new RankFailureException(
                    missing[0],
                    $"Rank {string.Join(", ", missing)} of {Size} did not arrive "
                    + $"within {_address.JoinTimeout.TotalSeconds:0.#} s of rank {Rank}.");
            Thread.Sleep(TimeSpan.FromMilliseconds(20));
        }
    }

    private static string Here(int rank) => string.Create(CultureInfo.InvariantCulture, $"here/{rank}");
}
