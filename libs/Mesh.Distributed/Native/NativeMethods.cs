using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace Mesh.Distributed.Native;

/// <summary>The functions of distributed.cpp; a byte* is null or an error for <see cref="NativeFailure"/>.</summary>
internal static unsafe partial class NativeMethods
{
    private const string Library = "meshdistributed";

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial byte* d_store(
        string host, int port, byte server, long timeoutMilliseconds, nint* result, int* actualPort);

    [LibraryImport(Library)]
    internal static partial void d_store_free(nint store);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial byte* d_store_set(nint store, string key, string value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial byte* d_store_claim(
        nint store, string key, string value, byte* buffer, int capacity, int* length);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial byte* d_store_get(nint store, string key, byte* buffer, int capacity, int* length);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial byte* d_group(
        nint store, string prefix, string host, int rank, int size, long timeoutMilliseconds, nint* result);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial byte* d_group_nccl(
        nint store, string prefix, int rank, int size, long timeoutMilliseconds, nint* result);

    [LibraryImport(Library)]
    internal static partial void d_group_free(nint group);

    [LibraryImport(Library)]
    internal static partial byte* d_device_name(int index, byte* buffer, int capacity, int* length);

    [LibraryImport(Library)]
    internal static partial byte* d_all_reduce(nint group, nint tensor, nint* work);

    [LibraryImport(Library)]
    internal static partial byte* d_all_gather(nint group, nint output, nint input, nint* work);

    [LibraryImport(Library)]
    internal static partial byte* d_all_to_all(
        nint group, nint output, nint input, long* outputCounts, long* inputCounts, nint* work);

    [LibraryImport(Library)]
    internal static partial byte* d_wait(nint work);

    [LibraryImport(Library)]
    internal static partial byte* d_storage(nint tensor, long size);

    [LibraryImport(Library)]
    internal static partial byte* d_set_data(nint parameter, nint data);

    [LibraryImport(Library)]
    internal static partial void d_count_memory();

    [LibraryImport(Library)]
    internal static partial long d_memory(byte peak);

    [LibraryImport(Library)]
    internal static partial void d_reset_peak();
}
