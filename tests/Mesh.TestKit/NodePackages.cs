using System.Diagnostics;

namespace Mesh.TestKit;

/// <summary>Packages of npm that tests run as peers.</summary>
public static class NodePackages
{
    private static readonly Lock Installing = new();

    /// <summary>Installs what the package-lock.json of a folder names, scripts left out, unless it is there.</summary>
    /// <param name="folder">Path below the root of the repository.</param>
    /// <returns>The whole path of the folder.</returns>
    /// <exception cref="InvalidOperationException">npm failed; the message has what it said.</exception>
    public static string Install(string folder)
    {
        var path = Path.Combine(RepositoryRoot.Path, folder);
        lock (Installing)
        {
            if (!IsInstalled(path))
                Install(new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"])
                {
                    WorkingDirectory = path,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                });
        }
        return path;
    }

    // npm writes the stamp when all packages are there, and empties the folder first: once is enough for a lock.
    private static bool IsInstalled(string path)
    {
        var stamp = Path.Combine(path, "node_modules", ".package-lock.json");
        return File.Exists(stamp)
            && File.GetLastWriteTimeUtc(stamp) >= File.GetLastWriteTimeUtc(Path.Combine(path, "package-lock.json"));
    }

    private static void Install(ProcessStartInfo start)
    {
        using var npm = Process.Start(start)!;
        var (output, errors) = (npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
        npm.WaitForExit();
        if (npm.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"npm ci in {start.WorkingDirectory} ended with {npm.ExitCode}: {output.Result}{errors.Result}");
        }
    }
}
