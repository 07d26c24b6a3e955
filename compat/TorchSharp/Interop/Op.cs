using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp;

// How to call any ATen operator from this assembly:
//   private static readonly Op LayerNorm = new("layer_norm");      // name and overload as in native_functions.yaml:
//   private static readonly Op AddTensor = new("add", "Tensor");   // "add.Tensor" = new("add", "Tensor")
//   Tensor y = LayerNorm.Call(x, new[] { 8L }, weight, null, 1e-5); // null = None; missing trailing args = defaults
//   AddInPlace.Run(self, other);              // results dropped; or: return AddInPlace.InPlace(self, other);
//   var (q, r) = Qr.Call2(x, "reduced");      // 2 tensors; Call3: 3; Call4
//   Tensor[] parts = Chunk.CallList(x, 4L);   // a Tensor[] result
//   bool same = Equal.CallBool(a, b);         // CallDouble, CallLong
//   if (Sdpa.Exists) ...                      // false when the loaded libtorch lacks it
// Arguments convert implicitly: Tensor?, Tensor?[], long, int, double, bool, their nullables, Scalar?, string?,
// long[]?, double[], bool[], ScalarType?, Device?, Generator?, Arg.None, Arg.Default. An int for a float, or one
// number for an int[N], is widened by the schema. Results join the current dispose scope.

/// <summary>An operator of libtorch, looked up once; safe for all threads.</summary>
/// <param name="name">Name without the namespace "aten::".</param>
/// <param name="overload">Overload name; empty for the only or first one.</param>
internal sealed unsafe class Op(string name, string overload = "")
{
    private const int MaxArgs = 20;
    private const int ArenaBytes = 512;

    private nint _handle;

    internal string Name => overload.Length == 0 ? name : $"{name}.{overload}";

    /// <summary>Whether the loaded libtorch has the operator.</summary>
    internal bool Exists => _handle != 0 || Find() != 0;

    internal Tensor Call(params ReadOnlySpan<Arg> args)
    {
        XVal result;
        Invoke(args, &result, 1);
        return result.Tag == Tag.Tensor ? new Tensor(result) : throw Unexpected("a tensor");
    }

    /// <summary>Runs the operator for its effect.</summary>
    internal void Run(params ReadOnlySpan<Arg> args) => Invoke(args, null, 0);

    /// <summary>Runs the in-place operator and returns its first argument.</summary>
    internal Tensor InPlace(params ReadOnlySpan<Arg> args)
    {
        Invoke(args, null, 0);
        return (Tensor)args[0].Reference!;
    }

    internal (Tensor, Tensor) Call2(params ReadOnlySpan<Arg> args)
    {
        var results = stackalloc XVal[2];
        Invoke(args, results, 2);
        return (new(results[0]), new(results[1]));
    }

    internal (Tensor, Tensor, Tensor) Call3(params ReadOnlySpan<Arg> args)
    {
        var results = stackalloc XVal[3];
        Invoke(args, results, 3);
        return (new(results[0]), new(results[1]), new(results[2]));
    }

    internal (Tensor, Tensor, Tensor, Tensor) Call4(params ReadOnlySpan<Arg> args)
    {
        var results = stackalloc XVal[4];
        Invoke(args, results, 4);
        return (new(results[0]), new(results[1]), new(results[2]), new(results[3]));
    }

    internal Tensor[] CallList(params ReadOnlySpan<Arg> args)
    {
        XVal result;
        Invoke(args, &result, 1);
        if (result.Tag != Tag.Tensors)
            throw Unexpected("a list of tensors");
        var handles = (nint*)result.Bits;
        var list = new Tensor[result.N];
        for (var k = 0; k < list.Length; k++)
            list[k] = new Tensor(handles[k]);
        Native.x_free_array((nint)handles);
        return list;
    }

    internal bool CallBool(params ReadOnlySpan<Arg> args) => CallLong(args) != 0;

    internal long CallLong(params ReadOnlySpan<Arg> args)
    {
        XVal result;
        Invoke(args, &result, 1);
        return result.Tag is Tag.Bool or Tag.Int ? result.Bits : throw Unexpected("a number");
    }

    internal double CallDouble(params ReadOnlySpan<Arg> args)
    {
        XVal result;
        Invoke(args, &result, 1);
        return result.Tag switch
        {
            Tag.Double => BitConverter.Int64BitsToDouble(result.Bits),
            Tag.Bool or Tag.Int => result.Bits,
            _ => throw Unexpected("a number"),
        };
    }

    [SkipLocalsInit]
    private void Invoke(ReadOnlySpan<Arg> args, XVal* results, int capacity)
    {
        var handle = _handle != 0 ? _handle : Required();
        if (args.Length > MaxArgs)
            throw new ArgumentException($"{Name}: more than {MaxArgs} arguments.", nameof(args));
        var values = stackalloc XVal[MaxArgs];
        var buffer = stackalloc byte[ArenaBytes];
        var arena = new Arena(buffer, ArenaBytes);
        int count;
        byte* error;
        try
        {
            for (var k = 0; k < args.Length; k++)
                args[k].Write(values + k, ref arena);
            error = Native.x_call(handle, values, args.Length, results, capacity, &count);
        }
        finally
        {
            arena.Free();
        }
        foreach (ref readonly var arg in args)
            GC.KeepAlive(arg.Reference);
        if (error != null)
            throw NativeError.From(error);
    }

    private nint Required() => Find() is var handle && handle != 0
        ? handle
        : throw new NotSupportedException($"The loaded libtorch has no operator aten::{Name}.");

    private nint Find()
    {
        nint handle;
        NativeError.Check(Native.x_op("aten::" + name, overload, &handle));
        return _handle = handle;
    }

    private InvalidOperationException Unexpected(string expected) =>
        new($"aten::{Name} did not return {expected}.");
}
