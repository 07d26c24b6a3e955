using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace TorchSharp;

/// <summary>The functions of torch_bridge.cpp; a byte* is null or an error for <see cref="NativeError"/>.</summary>
internal static unsafe partial class Native
{
    private const string Library = "torchbridge";

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial byte* x_op(string name, string overload, nint* op);

    [LibraryImport(Library)]
    internal static partial byte* x_call(nint op, XVal* args, int n, XVal* results, int capacity, int* count);

    [LibraryImport(Library)]
    internal static partial nint x_copy(nint tensor);

    [LibraryImport(Library)]
    internal static partial void x_free(nint tensor);

    [LibraryImport(Library)]
    internal static partial void x_free_array(nint array);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial void x_meta(nint tensor, XMeta* meta);

    [LibraryImport(Library)]
    internal static partial byte* x_requires_grad(nint tensor, byte value);

    [LibraryImport(Library)]
    internal static partial nint x_grad(nint tensor);

    [LibraryImport(Library)]
    internal static partial byte* x_set_grad(nint tensor, nint grad);

    [LibraryImport(Library)]
    internal static partial byte* x_retain_grad(nint tensor);

    [LibraryImport(Library)]
    internal static partial byte* x_from_blob(
        void* data, long* sizes, int dims, int dtype, delegate* unmanaged<nint, void> release, nint managed,
        nint* result);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial byte x_grad_mode(int set);

    [LibraryImport(Library)]
    internal static partial byte x_inference_mode();

    [LibraryImport(Library)]
    internal static partial nint x_inference_enter(byte mode);

    [LibraryImport(Library)]
    internal static partial void x_inference_leave(nint guard);

    [LibraryImport(Library)]
    internal static partial int x_anomaly(int set, byte checkNan);

    [LibraryImport(Library)]
    internal static partial byte* x_backward(
        nint* tensors, int n, nint* grads, int gradCount, int retain, byte createGraph, nint* inputs, int inputCount);

    [LibraryImport(Library)]
    internal static partial byte* x_autograd_grad(
        nint* outputs, int n, nint* grads, int gradCount, nint* inputs, int inputCount, byte retain, byte createGraph,
        byte allowUnused, nint* results);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial byte* x_function(
        string name, nint* inputs, int inputCount, nint* outputs, int* flags, int outputCount, nint* saved,
        int savedCount, byte materialize,
        delegate* unmanaged<nint, nint*, int, nint*, int, nint*, int, long*, int> backward,
        delegate* unmanaged<nint, void> release, nint managed, nint* results);

    [LibraryImport(Library)]
    internal static partial byte* x_generator(int deviceType, int index, byte fresh, ulong seed, nint* result);

    [LibraryImport(Library)]
    internal static partial void x_generator_free(nint generator);

    [LibraryImport(Library)]
    internal static partial byte* x_generator_seed(nint generator, int mode, ulong* seed);

    [LibraryImport(Library)]
    internal static partial byte* x_generator_state(nint generator, nint set, nint* get);

    [LibraryImport(Library)]
    internal static partial byte* x_manual_seed(ulong seed, int where);

    [LibraryImport(Library)]
    internal static partial byte* x_setting(int which, long value, long* current);

    [LibraryImport(Library)]
    internal static partial byte* x_version();
}
