using Mesh.TestKit;

namespace Mesh.Kubernetes.Tests.Tools;

/// <summary>Checks manifests against typed schemas: check/check.mjs, which node runs.</summary>
internal static class ManifestCheck
{
    /// <summary>What is wrong, a line each; empty when nothing is.</summary>
    public static string Problems(string manifests)
    {
        var folder = NodePackages.Install("tests/Mesh.Kubernetes.Tests/check");
        var (exit, output, error) = Shell.Run(folder, "node", ["check.mjs"], manifests);
        Assert.True(error.Length == 0 && exit is 0 or 1, $"check.mjs ended with {exit}: {error}");
        return output;
    }
}
