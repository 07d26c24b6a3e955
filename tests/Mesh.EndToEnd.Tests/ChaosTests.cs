using Mesh.Cli.Chaos;
using Mesh.TestKit;

namespace Mesh.EndToEnd.Tests;

[Collection(MeshCollection.Name)]
public sealed class ChaosTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_workers_and_a_broker_that_restarts_lose_double_and_change_nothing()
    {
        var told = new List<string>();
        var options = new ChaosOptions
        {
            Edits = 4,
            KillEvery = TimeSpan.FromSeconds(4),
            BrokerRestarts = 1,
            Seed = 1,
            ModelFolder = Path.Combine(RepositoryRoot.Path, "models", "nano"),
            Folder = _folder.Path,
        };

        var result = await ChaosRun.RunAsync(options, told.Add, CancellationToken.None);

        Assert.True(
            result.ToString() == "4 survived, 0 lost, 0 duplicated, 4 identical",
            $"{result}{Environment.NewLine}{string.Join(Environment.NewLine, told)}");
        Assert.Contains(told, line => line.StartsWith("killed", StringComparison.Ordinal));
        Assert.Contains("the broker is back", told);
    }
}
