using System.Text.RegularExpressions;
using System.Xml.Linq;
using Mesh.TestKit;

namespace Mesh.Kubernetes.Tests;

/// <summary>The Dockerfiles, which are built where the full package feeds are.</summary>
public sealed partial class ImageTests
{
    public static TheoryData<string> Services => [.. Overlay.Services];

    [Theory]
    [MemberData(nameof(Services))]
    public void Base_images_have_exact_versions(string service) => Assert.Empty(
        from Match image in From().Matches(Dockerfile(service))
        where !Version().IsMatch(image.Groups[1].Value)
        select image.Groups[1].Value);

    [Theory]
    [MemberData(nameof(Services))]
    public void The_program_that_starts_is_the_one_that_is_published(string service)
    {
        var text = Dockerfile(service);
        var project = Regex.Match(text, @"dotnet publish (\S+)").Groups[1].Value;
        var started = Regex.Match(text, "ENTRYPOINT \\[\"dotnet\", \"(.+)\\.dll\"\\]").Groups[1].Value;

        Assert.True(File.Exists(Path.Combine(RepositoryRoot.Path, project)), project);
        Assert.StartsWith($"services/{service}/", project, StringComparison.Ordinal);
        Assert.Equal(Path.GetFileNameWithoutExtension(project), started);
        Assert.Equal(
            "Exe", XDocument.Load(Path.Combine(RepositoryRoot.Path, project)).Descendants("OutputType").Single().Value);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Images_are_built_with_the_official_packages(string service) =>
        Assert.Contains("-p:OfficialPackages=true", Dockerfile(service), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Services))]
    public void Containers_run_as_the_user_that_the_pods_name(string service)
    {
        var user = Regex.Match(Dockerfile(service), @"^USER (\d+):(\d+)$", RegexOptions.Multiline);
        var pod = Overlay.Of("prod").Single("Deployment", service);

        Assert.Equal(pod.Text("spec", "template", "spec", "securityContext", "runAsUser"), user.Groups[1].Value);
        Assert.Equal(pod.Text("spec", "template", "spec", "securityContext", "runAsGroup"), user.Groups[2].Value);
    }

    [Theory]
    [InlineData("gateway", true)]
    [InlineData("encoder", false)]
    [InlineData("vae", true)]
    [InlineData("dit", false)]
    [InlineData("curation", true)]
    public void Only_images_that_read_films_carry_ffmpeg(string service, bool carries) =>
        Assert.Equal(carries, Dockerfile(service).Contains(" ffmpeg", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Services))]
    public void Everything_that_is_copied_is_in_the_build_context(string service)
    {
        var ignored = File.ReadAllLines(Path.Combine(RepositoryRoot.Path, ".dockerignore"));

        Assert.All(
            Copy().Matches(Dockerfile(service)).Select(match => match.Groups[1].Value).Where(path => path != "."),
            path =>
            {
                Assert.True(Path.Exists(Path.Combine(RepositoryRoot.Path, path)), path);
                Assert.DoesNotContain(path.Split('/')[0], ignored);
            });
    }

    private static string Dockerfile(string service) =>
        File.ReadAllText(Path.Combine(RepositoryRoot.Path, "services", service, "Dockerfile"));

    [GeneratedRegex(@"^FROM (\S+)", RegexOptions.Multiline)]
    private static partial Regex From();

    [GeneratedRegex(@":\d+\.\d+\.\d+")]
    private static partial Regex Version();

    [GeneratedRegex(@"^COPY (?!--from)(\S+) ", RegexOptions.Multiline)]
    private static partial Regex Copy();
}
