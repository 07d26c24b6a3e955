using Mesh.Cli.Tests;
using Mesh.TestKit;

namespace Mesh.EndToEnd.Tests.Up;

/// <summary>How mesh up --distributed ends when things go wrong.</summary>
[Collection(MeshCollection.Name)]
public sealed class DistributedUpTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly TemporaryFolder _folder = new();

    private string DitLog => _folder.At("data/logs/dit-1.log");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_outlives_a_mesh_that_is_killed()
    {
        using var patience = new CancellationTokenSource(Patience);
        using var mesh = MeshProgram.Start(Up());
        while (!File.Exists(DitLog) || !(await LogAsync()).Contains("mesh-ready", StringComparison.Ordinal))
            await Task.Delay(100, patience.Token);
        var (own, started) = (ProcessTree.SessionOf(mesh.Id), ProcessTree.Below(mesh.Id));

        await mesh.SignalAsync("KILL");

        // What a terminal tells the whole group of the mesh does not reach its broker, nor who watches over that.
        Assert.DoesNotContain(started, process =>
            process.Session == own && !process.Command.Contains(".dll", StringComparison.Ordinal));
        Assert.Superset(
            new HashSet<string> { "Mesh.Gateway.dll", "Mesh.Encoder.dll", "Mesh.Vae.dll", "Mesh.Dit.dll", "beam.smp" },
            started.SelectMany(process => process.Command.Split(' ', '/')).ToHashSet());
        while (started.Any(process => process.IsAlive))
            await Task.Delay(100, patience.Token);
    }

    [Fact]
    public async Task A_model_that_cannot_be_loaded_is_code_3_and_a_line_that_names_it_and_leaves_nothing()
    {
        var model = Directory.CreateDirectory(_folder.At("broken")).FullName;
        File.Copy(Path.Combine(MeshFixture.ModelFolder, "config.json"), Path.Combine(model, "config.json"));

        var ended = await MeshProgram.RunAsync(Up("--model", $"nano={model}"));

        Assert.Equal((3, 1), (ended.Code, ended.ErrorLines.Length));
        Assert.Contains(model, ended.Errors, StringComparison.Ordinal);
        Assert.Contains("is missing", ended.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(ProcessTree.Below(1), process => process.Command.Contains(_folder.Path));
    }

    private string[] Up(params string[] more) =>
    [
        "up", "--distributed", "--port", "0", "--http-port", "0", "--threads", "1", "--data", _folder.At("data"),
        .. more,
    ];

    // Another process is writing it.
    private async Task<string> LogAsync()
    {
        await using var file = new FileStream(DitLog, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var text = new StreamReader(file);
        return await text.ReadToEndAsync();
    }
}
