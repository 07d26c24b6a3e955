using Mesh.Kubernetes.Tests.Tools;
using Mesh.Kubernetes.Tests.Yaml;
using Mesh.TestKit;

namespace Mesh.Kubernetes.Tests;

/// <summary>The manifests of a run on many pods.</summary>
public sealed class TrainerJobTests
{
    public static TheoryData<string> Folders => ["base", "overlays/gpu", "overlays/kueue", "overlays/smoke"];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Every_object_fits_its_schema(string folder) => Assert.Equal("", ManifestCheck.Problems(Text(folder)));

    [Theory]
    [MemberData(nameof(Folders))]
    public void There_is_a_pod_for_every_rank_and_they_meet_at_the_first(string folder)
    {
        var job = Job(folder);
        var rank = job.At("spec", "template", "spec")!.Items("containers").Single();
        var environment = rank.Items("env").ToDictionary(item => item.Text("name")!, item => item.Text("value"));

        Assert.Equal("Indexed", job.Text("spec", "completionMode"));
        Assert.Equal(job.Text("spec", "completions"), environment["WORLD_SIZE"]);
        Assert.Equal(job.Text("spec", "completions"), job.Text("spec", "parallelism"));
        Assert.Equal($"{job.Name}-0.{job.Text("spec", "template", "spec", "subdomain")}", environment["MASTER_ADDR"]);
        Assert.Contains("RANK", environment.Keys);
    }

    [Fact]
    public void A_queue_starts_the_run() => Assert.Equal("true", Job("overlays/kueue").Text("spec", "suspend"));

    [Fact]
    public void A_rank_on_gpus_has_one_of_its_own_and_asks_for_it()
    {
        var rank = Job("overlays/gpu").At("spec", "template", "spec")!.Items("containers").Single();

        Assert.Equal("1", rank.Text("resources", "limits", "nvidia.com/gpu"));
        Assert.Equal("1", rank.Text("resources", "requests", "nvidia.com/gpu"));
        Assert.Contains("\"Device\":\"cuda\"", Text("overlays/gpu"), StringComparison.Ordinal);
    }

    private static Manifest Job(string folder) => Manifest.Parse(Text(folder)).Single(item => item.Kind == "Job");

    private static string Text(string folder) =>
        Kubectl.Kustomize(Path.Combine(RepositoryRoot.Path, "k8s", "trainer", folder));
}
