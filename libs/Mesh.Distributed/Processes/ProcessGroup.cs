using System.Runtime.InteropServices;
using Mesh.Distributed.Native;
using static TorchSharp.torch;

namespace Mesh.Distributed.Processes;

/// <summary>Ranks that are processes, over c10d's Gloo, or NCCL where each has a GPU.</summary>
public sealed unsafe class ProcessGroup : IProcessGroup, IDisposable
{
    private readonly Lifeline _lifeline;
    private readonly Device _device;
    private nint _handle;

    internal ProcessGroup(nint handle, int rank, int size, Device device, Lifeline lifeline) =>
        (_handle, Rank, Size, _device, _lifeline) = (handle, rank, size, device, lifeline);

    public int Rank { get; }

    public int Size { get; }

    public void AllReduceSum(IReadOnlyList<Tensor> tensors)
    {
        foreach (var tensor in tensors)
            AllReduceSum(tensor);
    }

    public void AllReduceMean(IReadOnlyList<Tensor> tensors)
    {
        AllReduceSum(tensors);
        using var frozen = no_grad();
        foreach (var tensor in tensors)
            tensor.div_(Size);
    }

    public IWork AllGather(Tensor output, Tensor input) => Start(
        "all_gather", work => NativeMethods.d_all_gather(_handle, output.Handle, input.Handle, work));

    /// <summary>An exchange of parts and a sum here, in the order of the ranks: the bits do not depend on timing.
    /// </summary>
    public IWork ReduceScatterSum(Tensor output, Tensor input)
    {
        var parts = empty_like(input).DetachFromDisposeScope();
        var counts = new long[Size];
        Array.Fill(counts, output.numel());
        return Exchange("reduce_scatter", parts, input, counts, counts, () =>
        {
            using var frozen = no_grad();
            using (parts)
            using (var rows = parts.view(Size, -1))
            using (var sum = rows[0].clone())
            {
                for (var from = 1; from < Size; from++)
                {
                    using var row = rows[from];
                    sum.add_(row);
                }
                output.copy_(sum.view_as(output));
            }
        });
    }

    public IWork AllToAll(
        Tensor output, Tensor input, IReadOnlyList<long> outputCounts, IReadOnlyList<long> inputCounts) =>
        Exchange("all_to_all", output, input, outputCounts, inputCounts, null);

    public double Sum(double value)
    {
        using var scope = NewDisposeScope();
        var all = empty(Size, ScalarType.Float64, _device);
        AllGather(all, tensor([value], ScalarType.Float64, _device)).Wait();
        return all.cpu().data<double>().ToArray().Sum();
    }

    public void Barrier() => Sum(0);

    public void Dispose()
    {
        if (_handle != 0)
            NativeMethods.d_group_free(_handle);
        _handle = 0;
    }

    // A tensor of somewhere else, like the few numbers of a step, visits the device of the ranks.
    private void AllReduceSum(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var here = tensor.to(_device);
        Start("all_reduce", work => NativeMethods.d_all_reduce(_handle, here.Handle, work)).Wait();
        using var frozen = no_grad();
        if (tensor.device_type != _device.type)
            tensor.copy_(here);
    }

    private RankWork Exchange(
        string name, Tensor output, Tensor input, IReadOnlyList<long> outputCounts, IReadOnlyList<long> inputCounts,
        Action? finish)
    {
        long[] received = [.. outputCounts.Select(count => count * output.ElementSize)];
        long[] sent = [.. inputCounts.Select(count => count * input.ElementSize)];
        return Start(
            name,
            work =>
            {
                fixed (long* r = received, s = sent)
                    return NativeMethods.d_all_to_all(_handle, output.Handle, input.Handle, r, s, work);
            },
            finish);
    }

    private RankWork Start(string name, Call call, Action? finish = null)
    {
        var number = _lifeline.Arrive();
        try
        {
            nint work;
            NativeFailure.Check(call(&work));
            return new RankWork(work, _lifeline, name, number, finish);
        }
        catch (ExternalException error)
        {
            throw _lifeline.Blame(error, name, number);
        }
    }

    private delegate byte* Call(nint* work);
}
