using System.Globalization;
using Mesh.Kubernetes.Tests.Yaml;
using YamlDotNet.RepresentationModel;

namespace Mesh.Kubernetes.Tests;

/// <summary>What every pod promises to its node and its neighbours.</summary>
public sealed class PodTests
{
    public static TheoryData<string> Overlays => Overlay.Names;

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Every_container_says_what_it_needs_and_at_most_takes(string overlay) => Assert.Empty(
        from item in Overlay.Of(overlay).Containers
        from resource in (string[])["cpu", "memory"]
        from kind in (string[])["requests", "limits"]
        where item.Container.Text("resources", kind, resource) == ""
        select $"{item.Where}: no {kind} of {resource}");

    [Theory]
    [MemberData(nameof(Overlays))]
    public void No_container_has_more_rights_than_it_needs(string overlay) => Assert.Empty(
        from item in Overlay.Of(overlay).Containers
        from wrong in Excesses(item.Container, item.Pod)
        select $"{item.Where}: {wrong}");

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Every_image_has_an_exact_version(string overlay) => Assert.Empty(
        from item in Overlay.Of(overlay).Containers
        let image = item.Container.Text("image")
        let tag = image[(image.LastIndexOf('/') + 1)..].Split(':').ElementAtOrDefault(1) ?? "latest"
        where !char.IsAsciiDigit(tag[0]) || !tag.Contains('.', StringComparison.Ordinal)
        select $"{item.Where}: {image}");

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Every_container_is_probed(string overlay) => Assert.Empty(
        from item in Overlay.Of(overlay).Containers
        from probe in (string[])["readinessProbe", "livenessProbe"]
        where item.Container.At(probe) is null
        select $"{item.Where}: no {probe}");

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Services_are_probed_over_gRPC_on_their_port(string overlay) => Assert.Empty(
        from service in Overlay.Services
        let pod = Overlay.Of(overlay).Single("Deployment", service).At("spec", "template", "spec")!
        let container = pod.At("containers", 0)!
        let port = container.Items("ports").Single(port => port.Text("name") == "grpc").Text("containerPort")
        from probe in (string[])["startupProbe", "readinessProbe", "livenessProbe"]
        where container.Text(probe, "grpc", "port") != port
        select $"{service}: {probe}");

    [Theory]
    [MemberData(nameof(Overlays))]
    public void A_pod_that_goes_has_time_to_finish_its_step(string overlay)
    {
        var settings = Settings.Of(Overlay.Of(overlay));
        var stop = TimeSpan.Parse(settings["Mesh__StopTimeout"], CultureInfo.InvariantCulture);

        Assert.Empty(
            from service in Overlay.Services
            let pod = Overlay.Of(overlay).Single("Deployment", service).At("spec", "template", "spec")!
            let preStop = pod.Number("containers", 0, "lifecycle", "preStop", "sleep", "seconds")
            let grace = pod.Number("terminationGracePeriodSeconds")
            where preStop < 1 || grace <= preStop + stop.TotalSeconds
            select $"{service}: {grace} s of grace, {preStop} s of preStop and {stop} of work");
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Pods_spread_over_nodes_and_zones(string overlay) => Assert.Empty(
        from service in Overlay.Services
        let pod = Overlay.Of(overlay).Single("Deployment", service).At("spec", "template", "spec")!
        from key in (string[])["kubernetes.io/hostname", "topology.kubernetes.io/zone"]
        where !pod.Items("topologySpreadConstraints").Any(spread =>
            spread.Text("topologyKey") == key &&
            spread.Text("labelSelector", "matchLabels", "app.kubernetes.io/name") == service)
        select $"{service}: not spread over {key}");

    [Fact]
    public void Stages_of_production_run_on_a_GPU_and_nothing_else_does()
    {
        var gpus = Overlay.Services.ToDictionary(
            service => service,
            service => Overlay.Of("prod").Single("Deployment", service)
                .At("spec", "template", "spec", "containers", 0, "resources")!);

        Assert.All((string[])["encoder", "vae", "dit"], stage =>
        {
            Assert.Equal(1, gpus[stage].Number("requests", "nvidia.com/gpu"));
            Assert.Equal(1, gpus[stage].Number("limits", "nvidia.com/gpu"));
        });
        Assert.All(
            (string[])["gateway", "curation"],
            service => Assert.Null(gpus[service].At("limits", "nvidia.com/gpu")));
    }

    [Fact]
    public void Development_needs_no_GPU_and_no_operator()
    {
        var dev = Overlay.Of("dev");

        Assert.DoesNotContain("nvidia.com", dev.Text, StringComparison.Ordinal);
        Assert.Empty(
            from item in dev.Objects
            let owner = item.Text("apiVersion").Split('/')[0]
            where owner.Contains('.', StringComparison.Ordinal) && !owner.EndsWith(".k8s.io", StringComparison.Ordinal)
            select item);
    }

    private static IEnumerable<string> Excesses(YamlNode container, YamlNode pod)
    {
        if (pod.Text("securityContext", "runAsNonRoot") != "true" || pod.Number("securityContext", "runAsUser") == 0)
            yield return "may run as root";
        if (pod.Text("securityContext", "seccompProfile", "type") != "RuntimeDefault")
            yield return "any system call";
        if (container.Text("securityContext", "allowPrivilegeEscalation") != "false")
            yield return "may gain privileges";
        if (container.Text("securityContext", "readOnlyRootFilesystem") != "true")
            yield return "may write to its image";
        if (container.Text("securityContext", "capabilities", "drop", 0) != "ALL")
            yield return "keeps capabilities";
        if (pod.Text("hostNetwork") == "true" || pod.Text("hostPID") == "true")
            yield return "sees its node";
    }
}
