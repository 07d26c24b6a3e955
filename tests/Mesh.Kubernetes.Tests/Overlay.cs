using System.Collections.Concurrent;
using Mesh.Kubernetes.Tests.Tools;
using Mesh.Kubernetes.Tests.Yaml;
using Mesh.TestKit;
using YamlDotNet.RepresentationModel;

namespace Mesh.Kubernetes.Tests;

/// <summary>An overlay as kubectl renders it.</summary>
internal sealed class Overlay
{
    private static readonly ConcurrentDictionary<string, Lazy<Overlay>> Rendered = new();

    private Overlay(string name)
    {
        Text = Kubectl.Kustomize(Path.Combine(RepositoryRoot.Path, "k8s", "overlays", name));
        Objects = Manifest.Parse(Text);
    }

    /// <summary>Names of all overlays, for theories.</summary>
    public static TheoryData<string> Names { get; } = ["dev", "prod"];

    /// <summary>The services, as deployed.</summary>
    public static IReadOnlyList<string> Services { get; } = ["gateway", "encoder", "vae", "dit", "curation"];

    public string Text { get; }

    public IReadOnlyList<Manifest> Objects { get; }

    /// <summary>Everything that makes pods.</summary>
    public IEnumerable<Manifest> Workloads => Objects.Where(item => item.Kind is "Deployment" or "StatefulSet");

    public IEnumerable<Manifest> Deployments => OfKind("Deployment");

    public static Overlay Of(string name) => Rendered.GetOrAdd(name, key => new(() => new(key))).Value;

    public IEnumerable<Manifest> OfKind(string kind) => Objects.Where(item => item.Kind == kind);

    public Manifest Single(string kind, string name) =>
        Objects.Single(item => item.Kind == kind && item.Name == name);

    /// <summary>Every container with the pod that it is in.</summary>
    public IEnumerable<(string Where, YamlNode Container, YamlNode Pod)> Containers =>
        from workload in Workloads
        let pod = workload.At("spec", "template", "spec")!
        from container in pod.Items("containers")
        select ($"{workload} {container.Text("name")}", container, pod);
}
