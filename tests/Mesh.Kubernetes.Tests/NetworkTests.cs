using Mesh.Kubernetes.Tests.Yaml;

namespace Mesh.Kubernetes.Tests;

public sealed class NetworkTests
{
    public static TheoryData<string> Overlays => Overlay.Names;

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Nothing_may_talk_unless_a_policy_says_so(string overlay)
    {
        var all = Overlay.Of(overlay).Single("NetworkPolicy", "default-deny");

        Assert.Empty(all.Root.Entries("spec", "podSelector"));
        Assert.Equal(["Ingress", "Egress"], all.Items("spec", "policyTypes").Select(type => type.Text()));
        Assert.Null(all.At("spec", "ingress"));
        Assert.Null(all.At("spec", "egress"));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Every_workload_is_let_in_by_a_policy(string overlay) => Assert.Empty(
        from workload in Overlay.Of(overlay).Workloads
        let labels = workload.Root.Entries("spec", "template", "metadata", "labels")
            .ToDictionary(entry => entry.Key, entry => entry.Value.Text())
        where !Overlay.Of(overlay).OfKind("NetworkPolicy").Any(policy =>
            policy.At("spec", "ingress") is not null &&
            policy.Root.Entries("spec", "podSelector", "matchLabels").Any() &&
            policy.Root.Entries("spec", "podSelector", "matchLabels")
                .All(entry => labels.GetValueOrDefault(entry.Key) == entry.Value.Text()))
        select workload);

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Stages_are_reached_by_the_mesh_alone(string overlay) => Assert.All(
        (string[])["encoder", "vae", "dit", "curation"],
        stage => Assert.All(
            Overlay.Of(overlay).Single("NetworkPolicy", stage).Items("spec", "ingress"),
            rule => Assert.All(
                rule.Items("from"),
                from => Assert.Equal(
                    "mesh", from.Text("podSelector", "matchLabels", "app.kubernetes.io/part-of")))));

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Every_deployment_keeps_a_pod_while_nodes_are_drained(string overlay) => Assert.Equal(
        Overlay.Of(overlay).Deployments.Select(item => item.Name).Order(),
        Overlay.Of(overlay).OfKind("PodDisruptionBudget").Select(item => item.Name)
            .Intersect(Overlay.Of(overlay).Deployments.Select(item => item.Name)).Order());

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Every_selector_finds_pods_of_this_overlay(string overlay)
    {
        var pods = (
            from workload in Overlay.Of(overlay).Workloads
            select workload.Root.Entries("spec", "template", "metadata", "labels")
                .ToDictionary(entry => entry.Key, entry => entry.Value.Text())).ToList();

        Assert.Empty(
            from item in Overlay.Of(overlay).Objects
            where item.Kind is "Service"
            let selector = item.Root.Entries("spec", "selector").ToList()
            where !pods.Any(labels => selector.All(pair => labels.GetValueOrDefault(pair.Key) == pair.Value.Text()))
            select item);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Stages_are_headless_so_that_calls_spread_over_pods(string overlay) => Assert.All(
        Overlay.Services,
        service => Assert.Equal("None", Overlay.Of(overlay).Single("Service", service).Text("spec", "clusterIP")));

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Addresses_of_stages_name_services_and_ports(string overlay) => Assert.All(
        (string[])["Encoder", "Vae", "Dit"],
        stage =>
        {
            var address = Settings.Of(Overlay.Of(overlay))[$"Mesh__Stages__{stage}"];
            var service = Overlay.Of(overlay).Single("Service", stage.ToLowerInvariant());
            Assert.Equal($"dns:///{service.Name}:{service.Text("spec", "ports", 0, "port")}", address);
        });
}
