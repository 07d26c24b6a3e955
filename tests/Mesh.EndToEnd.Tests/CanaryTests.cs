using MassTransit;
using Mesh.Cli.Chaos;
using Mesh.Cli.Local;
using Mesh.Contracts.Bus;
using Mesh.Editing;
using Mesh.Stores.Leases;
using Mesh.Stores.Sql;
using Mesh.Tensors;
using Mesh.TestKit;
using static TorchSharp.torch;

namespace Mesh.EndToEnd.Tests;

/// <summary>Weights that are published to a mesh over RabbitMQ, with two denoisers.</summary>
public sealed class CanaryTests : IAsyncLifetime, IDisposable
{
    private const string Model = "nano";
    private const string Version = "trained";
    private const int Steps = 2;
    private const int LongSteps = 200;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly TemporaryFolder _folder = new();
    private ShortFilm _film = null!;
    private LocalMesh _mesh = null!;

    public async Task InitializeAsync()
    {
        _film = (await ShortFilm.RenderAsync(_folder.At("films"), frames: 5, CancellationToken.None))[0];
        _mesh = await LocalMesh.StartAsync(
            new(_folder.At("mesh"), Model, MeshFixture.ModelFolder)
            {
                Threads = 1,
                Denoisers = 2,
                Settings = ["--Mesh:Canary:Trial=00:00:02"],
            },
            CancellationToken.None);
    }

    public async Task DisposeAsync() => await _mesh.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_tries_them_then_all_serve_them_and_the_edit_under_way_ends_on_its_own()
    {
        var trained = Trained();
        using var client = new ChaosClient(_mesh.Gateway.Ready!.Grpc, _folder.Path, _ => { });
        var underWay = new ChaosEdit(1, _film.Path, _film.Instruction, 1) { Steps = LongSteps };
        var after = Enumerable.Range(2, 4).Select(number => underWay with { Number = number, Steps = Steps }).ToList();
        var edit = await client.SubmitAsync(underWay, CancellationToken.None);
        await UntilAsync(() => IsDenoisingAsync(edit));

        await AnnounceAsync(trained);
        await UntilAsync(() => Task.FromResult(_mesh.Stages.Select(LogOf).All(log => log.Contains(
            $"Model {Model} is served in version {Version}", StringComparison.Ordinal))));
        Assert.True(await IsDenoisingAsync(edit), "the edit has ended before that");
        await Task.WhenAll(after.Select(next => client.SubmitAsync(next, CancellationToken.None)));
        await client.WaitAsync(Limit, CancellationToken.None);

        Assert.Single(Denoisers, log => log.Contains("passed a trial", StringComparison.Ordinal));
        Assert.DoesNotContain(Logs, log => log.Contains("begins anew", StringComparison.Ordinal));
        var old = await LocalAsync(MeshFixture.ModelFolder, underWay);
        var trainedFilm = await LocalAsync(trained, after[0]);
        Assert.Equal(1 + after.Count, client.Results.Count);
        Assert.Equal(old, File.ReadAllBytes(client.Results[underWay]));
        Assert.All(after, next => Assert.Equal(trainedFilm, File.ReadAllBytes(client.Results[next])));
        Assert.NotEqual(await LocalAsync(MeshFixture.ModelFolder, after[0]), trainedFilm);
    }

    private IEnumerable<string> Denoisers =>
        _mesh.Stages.Where(stage => stage.Name.StartsWith("dit", StringComparison.Ordinal)).Select(LogOf);

    private IEnumerable<string> Logs => [LogOf(_mesh.Gateway), .. _mesh.Stages.Select(LogOf)];

    // As a trainer makes it: another transformer, all else as it was.
    private string Trained()
    {
        var folder = Directory.CreateDirectory(_folder.At("trained")).FullName;
        foreach (var file in Directory.GetFiles(MeshFixture.ModelFolder))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        using var scope = NewDisposeScope();
        var path = Path.Combine(folder, "transformer.safetensors");
        Dictionary<string, Tensor> weights;
        using (var file = SafetensorsFile.Open(path))
            weights = file.Entries.Keys.ToDictionary(name => name, name => file.Read(name) * 0.99);
        SafetensorsWriter.Save(path, weights);
        return folder;
    }

    private async Task AnnounceAsync(string folder)
    {
        var bus = Bus.Factory.CreateUsingRabbitMq(
            rabbit => rabbit.Host("127.0.0.1", (ushort)_mesh.Broker.Port, "/", _ => { }));
        await bus.StartAsync();
        try
        {
            await bus.Publish(
                new CheckpointPublished { Model = Model, Version = Version, Location = folder, Trial = true });
        }
        finally
        {
            await bus.StopAsync();
        }
    }

    private async Task<bool> IsDenoisingAsync(string edit)
    {
        await using var database = new SqliteDatabase(_mesh.JobFile);
        return await new SqlLeaseStore(database).OwnerAsync($"denoise/{Guid.Parse(edit):N}") is not null;
    }

    private async Task<byte[]> LocalAsync(string model, ChaosEdit edit)
    {
        Compute.UseThreads(1);
        using var loaded = ModelFolder.Load(model);
        var output = _folder.At("local.mp4");
        await new VideoEditor(loaded).EditAsync(
            new(edit.Film, edit.Instruction, output) { Seed = edit.Seed, Steps = edit.Steps });
        return await File.ReadAllBytesAsync(output);
    }

    // The mesh goes on writing it.
    private static string LogOf(MeshProcess process)
    {
        using var file = new FileStream(process.LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var text = new StreamReader(file);
        return text.ReadToEnd();
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Limit, $"it did not come about within {Limit}");
            await Task.Delay(50);
        }
    }
}
