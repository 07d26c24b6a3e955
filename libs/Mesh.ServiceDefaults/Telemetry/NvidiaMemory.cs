using System.Runtime.InteropServices;

namespace Mesh.ServiceDefaults.Telemetry;

/// <summary>
/// Memory of the GPUs that this process may see, as the driver's management library tells it; that library comes with
/// the driver, into containers too.
/// </summary>
internal sealed class NvidiaMemory
{
    private const string Library = "libnvidia-ml.so.1";

    private readonly IReadOnlyList<nint> _devices;
    private readonly MemoryOf _memoryOf;

    private NvidiaMemory(IReadOnlyList<nint> devices, MemoryOf memoryOf) =>
        (_devices, _memoryOf) = (devices, memoryOf);

    private delegate int Initialize();

    private delegate int CountOf(out uint count);

    private delegate int DeviceAt(uint index, out nint device);

    private delegate int MemoryOf(nint device, out Memory memory);

    /// <summary>The GPUs; null on a machine without the library or without a GPU.</summary>
    public static NvidiaMemory? TryOpen()
    {
        if (!NativeLibrary.TryLoad(Library, out var library))
            return null;
        if (Function<Initialize>(library, "nvmlInit_v2")() != 0
            || Function<CountOf>(library, "nvmlDeviceGetCount_v2")(out var count) != 0)
            return null;

        var deviceAt = Function<DeviceAt>(library, "nvmlDeviceGetHandleByIndex_v2");
        var devices = new List<nint>();
        for (var index = 0u; index < count; index++)
        {
            if (deviceAt(index, out var device) == 0)
                devices.Add(device);
        }

        return devices.Count == 0 ? null : new(devices, Function<MemoryOf>(library, "nvmlDeviceGetMemoryInfo"));
    }

    /// <summary>As it is now; a device that does not answer is left out.</summary>
    public IEnumerable<GpuMemory> Read()
    {
        for (var index = 0; index < _devices.Count; index++)
        {
            if (_memoryOf(_devices[index], out var memory) == 0)
                yield return new GpuMemory($"gpu:{index}", (long)memory.Used, (long)memory.Total);
        }
    }

    private static T Function<T>(nint library, string name)
        where T : Delegate =>
        Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(library, name));

    /// <summary>nvmlMemory_t, bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Memory
    {
        public readonly ulong Total;
        public readonly ulong Free;
        public readonly ulong Used;
    }
}
