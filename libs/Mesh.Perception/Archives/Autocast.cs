using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Mesh.Perception.Archives;

/// <summary>Lets operators that gain by it compute in a shorter type, on this thread, until it is disposed.</summary>
internal readonly ref partial struct Autocast
{
    private const string Library = "meshperception";

    private readonly Placement? _placement;

    /// <param name="placement">Float32 changes nothing.</param>
    /// <exception cref="PerceptionException">This build has no native library.</exception>
    public Autocast(Placement placement)
    {
        _placement = placement.DType == ScalarType.Float32 ? null : placement;
        Set(on: true);
    }

    public void Dispose() => Set(on: false);

    private void Set(bool on)
    {
        if (_placement is not { } placement)
            return;
        try
        {
            p_autocast((int)placement.Device.type, on ? (byte)1 : (byte)0, (int)placement.DType);
        }
        catch (DllNotFoundException error)
        {
            throw new PerceptionException(
                $"lib{Library}.so is missing: archives are computed in float32 only. Build with LIBTORCH=DIR.", error);
        }
    }

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial void p_autocast(int device, byte on, int dtype);
}
