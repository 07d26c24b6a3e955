namespace Mesh.Architecture.Tests;

/// <summary>ARCHITECTURE.md, "Who may import whom", as a test. Change the table there and here together.</summary>
public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["TorchSharp"] = [],
        ["Mesh.Tensors"] = ["TorchSharp"],
        ["Mesh.Nn"] = ["Mesh.Tensors"],
        ["Mesh.Models"] = ["Mesh.Nn"],
        ["Mesh.Weights"] = ["Mesh.Models"],
        ["Mesh.Diffusion"] = ["Mesh.Tensors"],
        ["Mesh.Distributed"] = ["Mesh.Nn"],
        ["Mesh.Video"] = [],
        ["Mesh.Scenes"] = ["Mesh.Video"],
        ["Mesh.Perception"] = ["Mesh.Models", "Mesh.Video", "Mesh.Tokenizers"],
        ["Mesh.Training"] =
        [
            "Mesh.Models", "Mesh.Weights", "Mesh.Diffusion", "Mesh.Distributed", "Mesh.Stores", "Mesh.Video",
            "Mesh.Editing",
        ],
        ["Mesh.Editing"] = ["Mesh.Models", "Mesh.Weights", "Mesh.Diffusion", "Mesh.Video", "Mesh.Tokenizers"],
        ["Mesh.Curation"] = ["Mesh.Video", "Mesh.Stores"],
        ["Mesh.Nano"] = ["Mesh.Training", "Mesh.Scenes", "Mesh.Editing"],
        ["Mesh.Cli"] =
        [
            "Mesh.Editing", "Mesh.Perception", "Mesh.Training", "Mesh.Scenes", "Mesh.Nano", "Mesh.Curation",
            "Mesh.Gateway", "Mesh.Encoder", "Mesh.Vae", "Mesh.Dit", "Mesh.Curator",
        ],
        ["Compat.Grpc.Core"] = [],
        ["Compat.Grpc.Client"] = ["Compat.Grpc.Core"],
        ["Compat.Grpc.Server"] = ["Compat.Grpc.Core"],
        ["Compat.Dapr.Client"] = ["Compat.Grpc.Client"],
        ["Mesh.Contracts"] = ["Compat.Grpc.Core"],
        ["Mesh.Stores"] = [],
        ["Mesh.Tokenizers"] = [],
        ["Mesh.ServiceDefaults"] =
            ["Mesh.Contracts", "Mesh.Stores", "Compat.Grpc.Client", "Compat.Grpc.Server", "Compat.Dapr.Client"],
        ["Mesh.Gateway"] = ["Mesh.ServiceDefaults", "Mesh.Video"],
        ["Mesh.Serving"] = ["Mesh.ServiceDefaults", "Mesh.Editing"],
        ["Mesh.Curator"] = ["Mesh.ServiceDefaults", "Mesh.Curation", "Mesh.Perception"],
        ["Mesh.Encoder"] = ["Mesh.Serving", "Mesh.Perception"],
        ["Mesh.Vae"] = ["Mesh.Serving"],
        ["Mesh.Dit"] = ["Mesh.Serving"],
        ["Mesh.Trainer"] = ["Mesh.ServiceDefaults", "Mesh.Training"],
        ["Mesh.Bench"] =
        [
            "Mesh.ServiceDefaults", "Mesh.Perception", "Mesh.Models", "Mesh.Diffusion", "Mesh.Editing", "Mesh.Scenes",
            "Mesh.Tokenizers", "Mesh.Cli", "Mesh.Curation",
        ],
    };

    [Fact]
    public void Projects_reference_only_what_the_table_allows() => Assert.Empty(
        from project in Repository.Projects("libs", "services", "cli", "compat", "bench")
        from reference in Repository.References(project)
        where !Allowed[Repository.Name(project)].Contains(reference)
        select $"{Repository.Name(project)} -> {reference}");

    [Fact]
    public void Services_never_reference_a_service()
    {
        var services = Repository.Projects("services").Select(Repository.Name).ToHashSet();

        Assert.Empty(
            from project in Repository.Projects("services")
            from reference in Repository.References(project)
            where services.Contains(reference)
            select $"{Repository.Name(project)} -> {reference}");
    }

    [Fact]
    public void Nothing_references_a_test() => Assert.Empty(
        from project in Repository.Projects("libs", "services", "cli", "compat", "bench")
        from reference in Repository.References(project)
        where reference.EndsWith(".Tests", StringComparison.Ordinal) || reference == "Mesh.TestKit"
        select $"{Repository.Name(project)} -> {reference}");

    [Fact]
    public void The_tensor_library_is_named_once() => Assert.Equal(
        ["Mesh.Tensors"],
        from project in Repository.Projects("libs", "services", "cli", "bench")
        where Repository.References(project).Contains("TorchSharp")
        select Repository.Name(project));

    [Fact]
    public void Every_project_has_a_row_in_the_table() => Assert.Empty(
        Repository.Projects("libs", "services", "cli", "compat", "bench").Select(Repository.Name).Except(Allowed.Keys));

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Mesh.sln"));

        Assert.Empty(
            from project in Repository.Projects("libs", "services", "cli", "compat", "bench", "tests")
            where !solution.Contains($"{Repository.Name(project)}.csproj", StringComparison.Ordinal)
            select project);
    }
}
