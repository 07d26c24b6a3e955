using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Mesh.Curation.Pipeline;

/// <summary>A folder for unfinished files. Its name tells whose it is: one whose process died is found.</summary>
public sealed class ScratchFolder : IDisposable
{
    private const string Prefix = "mesh-curation-";

    // A process and a folder may tell their times from clocks of different steps.
    private static readonly TimeSpan Doubt = TimeSpan.FromSeconds(2);

    /// <param name="parent">Where; null for the system's folder of temporary files.</param>
    public ScratchFolder(string? parent = null)
    {
        var name = $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid():N}";
        Path = Directory.CreateDirectory(System.IO.Path.Combine(Parent(parent), name)).FullName;
    }

    public string Path { get; }

    /// <summary>Deletes what processes that died have left; what cannot be deleted stays.</summary>
    /// <param name="parent">As in the constructor.</param>
    public static void Sweep(string? parent = null)
    {
        if (!Directory.Exists(Parent(parent)))
            return;
        foreach (var folder in new DirectoryInfo(Parent(parent)).EnumerateDirectories(Prefix + "*"))
        {
            var owner = folder.Name[Prefix.Length..].Split('-')[0];
            if (!int.TryParse(owner, CultureInfo.InvariantCulture, out var pid) || IsOwned(folder, pid))
                continue;
            try
            {
                folder.Delete(recursive: true);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Somebody else's, or somebody deletes it at the same time.
            }
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    // In a container every worker has the same number: one that is younger than the folder did not make it.
    private static bool IsOwned(DirectoryInfo folder, int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return process.StartTime.ToUniversalTime() <= folder.CreationTimeUtc + Doubt;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception)
        {
            return true;  // it runs, or ran a moment ago, and tells us nothing
        }
    }

    private static string Parent(string? parent) => parent ?? System.IO.Path.GetTempPath();
}
