using Mesh.TestKit;

namespace Mesh.Kubernetes.Tests.Tools;

/// <summary>Checks manifests against typed schemas: check/check.mjs, which node runs.</summary>
internal static class ManifestCheck
{
    private static readonly string Folder =
        Path.Combine(RepositoryRoot.Path, "tests", "Mesh.Kubernetes.Tests", "check");

    private static readonly Lazy<bool> Installed = new(Install);

    /// <summary>What is wrong, a line each; empty when nothing is.</summary>
    public static string Problems(string manifests)
    {
        _ = Installed.Value;
        var (exit, output, error) = Shell.Run(Folder, "node", ["check.mjs"], manifests);
        Assert.True(error.Length == 0 && exit is 0 or 1, $"check.mjs ended with {exit}: {error}");
        return output;
    }

    // npm ci empties the folder first: once is enough while the lock stays the same.
    private static bool Install()
    {
        var locked = Path.Combine(Folder, "package-lock.json");
        var stamp = Path.Combine(Folder, "node_modules", ".package-lock.json");
        if (!File.Exists(stamp) || File.GetLastWriteTimeUtc(stamp) < File.GetLastWriteTimeUtc(locked))
            Shell.Output(Folder, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        return true;
    }
}
