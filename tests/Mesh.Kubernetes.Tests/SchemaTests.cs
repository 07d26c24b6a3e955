using Mesh.Kubernetes.Tests.Tools;

namespace Mesh.Kubernetes.Tests;

public sealed class SchemaTests
{
    public static TheoryData<string> Overlays => Overlay.Names;

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Every_object_fits_its_schema(string overlay) =>
        Assert.Equal("", ManifestCheck.Problems(Overlay.Of(overlay).Text));

    [Theory]
    [InlineData("terminationGracePeriodSeconds: 330", "terminationGracePeriodSecond: 330", "has no such field")]
    [InlineData("readinessProbe:", "readynessProbe:", "V1Container has no such field")]
    [InlineData("readOnlyRootFilesystem:", "readonlyRootFilesystem:", "V1SecurityContext has no such field")]
    [InlineData("maxUnavailable: 1\n  selector:", "maxUnavailible: 1\n  selector:", "V1PodDisruptionBudgetSpec")]
    [InlineData("policyTypes:", "policyType:", "V1NetworkPolicySpec has no such field")]
    [InlineData("runAsNonRoot: true", "runAsNonRoot: \"true\"", "runAsNonRoot")]
    [InlineData("failureThreshold: 120", "failureThreshold: many", "failureThreshold")]
    [InlineData("protocol: http", "protocoll: http", "additionalProperty\":\"protocoll\"")]
    [InlineData("cooldownPeriod: 900", "coolDownPeriod: 900", "additionalProperty\":\"coolDownPeriod\"")]
    [InlineData("mode: QueueLength", "mode: QueueSize", "allowedValues")]
    [InlineData("instances: 3", "replicas: 3", "additionalProperty\":\"replicas\"")]
    [InlineData("additionalConfig:", "extraConfig:", "missingProperty\":\"additionalConfig\"")]
    [InlineData("kind: RabbitmqCluster", "kind: RabbitCluster", "no schema for rabbitmq.com/v1beta1")]
    [InlineData("secretKeyRef:", "secretRef:", "V1EnvVarSource has no such field")]
    public void A_mistake_is_found(string right, string wrong, string told)
    {
        var text = Overlay.Of("prod").Text;
        Assert.Contains(right, text, StringComparison.Ordinal);

        var problems = ManifestCheck.Problems(text.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Contains(told, problems, StringComparison.Ordinal);
    }
}
