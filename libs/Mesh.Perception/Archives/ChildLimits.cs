using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Mesh.Perception.Archives;

/// <summary>What this process may still do from now on; cannot be taken back.</summary>
internal static partial class ChildLimits
{
    private const int FileSize = 1;
    private const int Data = 2;
    private const int CoreSize = 4;

    /// <summary>Limits new private memory, and forbids to write files and memory dumps.</summary>
    /// <param name="bytes">Beyond what the process has now.</param>
    /// <exception cref="Win32Exception">The system refuses.</exception>
    public static void Apply(long bytes)
    {
        Set(Data, (ulong)(PrivateBytes() + bytes));
        Set(FileSize, 0);
        Set(CoreSize, 0);
    }

    private static long PrivateBytes()
    {
        const string Label = "VmData:";
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(Label, StringComparison.Ordinal));
        var kib = line[Label.Length..].Trim().Split(' ')[0];
        return long.Parse(kib, CultureInfo.InvariantCulture) << 10;
    }

    private static void Set(int resource, ulong value)
    {
        var limit = new Limit(value, value);
        if (setrlimit(resource, in limit) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int setrlimit(int resource, in Limit limit);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Limit(ulong Soft, ulong Hard);
}
