using System.Globalization;
using System.Text.RegularExpressions;
using Mesh.Curator;
using Mesh.Kubernetes.Tests.Yaml;
using Mesh.ServiceDefaults.Bus;
using Mesh.ServiceDefaults.Hosting;
using YamlDotNet.RepresentationModel;

namespace Mesh.Kubernetes.Tests;

/// <summary>How many pods there are: the autoscaler's view of the bus.</summary>
public sealed partial class ScalingTests
{
    private static readonly Overlay Prod = Overlay.Of("prod");

    [Fact]
    public void Every_queue_of_a_stage_scales_exactly_one_service() => Assert.Equal(
        MeshQueues.Stages.Concat([CurationQueues.Look, CurationQueues.Make]).Order(StringComparer.Ordinal),
        Scalers().SelectMany(Triggers).Select(trigger => trigger.Text("metadata", "queueName"))
            .Order(StringComparer.Ordinal));

    [Fact]
    public void Every_deployment_of_the_mesh_scales() => Assert.Equal(
        Overlay.Services.Order(), Scalers().Select(scaler => scaler.Text("spec", "scaleTargetRef", "name")).Order());

    [Fact]
    public void The_length_is_the_sum_over_the_priorities() => Assert.All(Scalers(), scaler => Assert.Equal(
        string.Join(" + ", Triggers(scaler).Select(trigger => trigger.Text("name"))),
        scaler.Text("spec", "advanced", "scalingModifiers", "formula")));

    [Fact]
    public void Lengths_count_the_messages_that_workers_hold() =>  // only HTTP tells them, AMQP does not
        Assert.All(Scalers().SelectMany(Triggers), trigger =>
        {
            Assert.Equal("http", trigger.Text("metadata", "protocol"));
            Assert.Equal("QueueLength", trigger.Text("metadata", "mode"));
        });

    [Fact]
    public void A_service_that_goes_to_zero_stays_longer_than_a_model_loads() => Assert.Empty(
        from scaler in Scalers()
        where scaler.Root.Number("spec", "minReplicaCount") == 0
        let container = Prod.Single("Deployment", scaler.Name).At("spec", "template", "spec", "containers", 0)!
        let load = container.Number("startupProbe", "periodSeconds")
            * container.Number("startupProbe", "failureThreshold")
        let cooldown = scaler.Root.Number("spec", "cooldownPeriod")
        where cooldown <= load || load == 0
        select $"{scaler}: {cooldown} s, a model may take {load} s");

    [Fact]
    public void The_gateway_is_always_there() =>
        Assert.True(Prod.Single("ScaledObject", "gateway").Root.Number("spec", "minReplicaCount") >= 2);

    [Fact]
    public void The_autoscaler_knows_whom_to_ask()
    {
        var authentication = Prod.Single("TriggerAuthentication", "rabbitmq");
        Assert.Equal(
            ["password", "username"],
            authentication.Items("spec", "secretTargetRef").Select(item => item.Text("parameter")).Order());
        Assert.All(Scalers().SelectMany(Triggers), trigger =>
        {
            Assert.Equal(authentication.Name, trigger.Text("authenticationRef", "name"));
            Assert.Equal("http://rabbitmq.mesh.svc:15672/", trigger.Text("metadata", "host"));
        });
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    public void The_broker_lets_a_stage_work_longer_than_the_longest_stage(string overlay)
    {
        var timeout = TimeSpan.FromMilliseconds(double.Parse(
            ConsumerTimeout().Match(Overlay.Of(overlay).Text).Groups[1].Value, CultureInfo.InvariantCulture));

        Assert.True(timeout > new MeshOptions().Bus.StageTimeout, $"consumer_timeout is {timeout}");
    }

    private static IEnumerable<Manifest> Scalers() => Prod.OfKind("ScaledObject");

    private static IEnumerable<YamlNode> Triggers(Manifest scaler) => scaler.Items("spec", "triggers");

    [GeneratedRegex(@"consumer_timeout = (\d+)")]
    private static partial Regex ConsumerTimeout();
}
