using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>The functions of torch_script.inl.</summary>
internal static unsafe partial class Native
{
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial byte* j_load(
        string? path, byte* bytes, long length, int deviceType, int deviceIndex, nint* module);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial byte* j_save(nint module, string? path, byte* bytes, long length);

    [LibraryImport(Library)]
    internal static partial void j_release(nint module);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial byte* j_call(nint module, string method, XVal* args, int count, XVal* result);

    [LibraryImport(Library)]
    internal static partial byte* j_list(nint module, int which, byte recurse, XVal* result);

    [LibraryImport(Library)]
    internal static partial byte* j_arity(nint module, int* inputs, int* outputs);

    [LibraryImport(Library)]
    internal static partial byte* j_train(nint module, int set, byte* current);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial byte* j_set_attribute(nint module, string name, nint tensor);

    [LibraryImport(Library)]
    internal static partial byte* j_to(nint module, int deviceType, int deviceIndex, int dtype, byte nonBlocking);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial byte* j_compile(string source, nint* unit);

    [LibraryImport(Library)]
    internal static partial void j_unit_release(nint unit);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial byte* j_unit_call(nint unit, string name, XVal* args, int count, XVal* result);
}
