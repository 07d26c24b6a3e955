namespace Mesh.Architecture.Tests;

/// <summary>Rules of CONTRIBUTING.md that the compiler does not know.</summary>
public sealed class SourceTests
{
    private const int MaxLines = 250;

    private static readonly string[] Unfinished = ["TODO", "FIXME", "NotImplementedException", "HACK"];

    [Fact]
    public void A_file_holds_one_idea() => Assert.Empty(
        from file in Repository.Sources("libs", "services", "cli")
        let lines = File.ReadLines(file).Count()
        where lines > MaxLines
        select $"{Path.GetRelativePath(Repository.Root, file)}: {lines} lines, at most {MaxLines}");

    [Fact]
    public void Nothing_is_left_unfinished() => Assert.Empty(
        from file in Repository.Sources("libs", "services", "cli", "compat", "bench")
        from line in File.ReadLines(file)
        where Unfinished.Any(word => line.Contains(word, StringComparison.Ordinal))
        select $"{Path.GetRelativePath(Repository.Root, file)}: {line.Trim()}");

    [Fact]
    public void Libraries_read_no_environment_variable() => Assert.Empty(
        from file in Repository.Sources("libs")
        where File.ReadAllText(file).Contains("Environment.GetEnvironmentVariable", StringComparison.Ordinal)
        select Path.GetRelativePath(Repository.Root, file));

    [Fact]
    public void Networks_do_not_know_how_they_are_run() => Assert.Empty(
        from file in Repository.Sources("libs/Mesh.Models", "libs/Mesh.Nn")
        from word in (string[])["optim.", ".backward(", "cuda.is_available", "File.Open", "File.Read"]
        where File.ReadAllText(file).Contains(word, StringComparison.Ordinal)
        select $"{Path.GetRelativePath(Repository.Root, file)}: {word}");
}
