using Mesh.Cli.Chaos.Curation;
using Mesh.TestKit;

namespace Mesh.EndToEnd.Tests.Curation;

public sealed class CurationChaosTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_workers_and_a_moody_model_change_no_byte_of_the_dataset()
    {
        var told = new List<string>();
        var options = new CurationChaosOptions
        {
            Videos = 8,
            KillEvery = TimeSpan.FromSeconds(2),
            Seed = 1,
            Workers = 2,
            Folder = _folder.Path,
        };
        var result = await CurationChaosRun.RunAsync(
            options,
            line =>
            {
                lock (told)
                    told.Add(line);
            },
            CancellationToken.None);
        Assert.True(
            result.ToString() == "8 curated, 0 lost, 0 duplicated, dataset identical",
            $"{result}{Environment.NewLine}{string.Join(Environment.NewLine, told)}");
    }
}
