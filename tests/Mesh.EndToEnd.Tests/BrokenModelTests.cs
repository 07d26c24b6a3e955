using Mesh.Cli.Local;
using Mesh.Editing;
using Mesh.TestKit;

namespace Mesh.EndToEnd.Tests;

[Collection(MeshCollection.Name)]
public sealed class BrokenModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_stage_whose_model_cannot_be_loaded_is_not_ready_but_ends_with_the_reason()
    {
        var folder = Directory.CreateDirectory(_folder.At("broken")).FullName;
        File.Copy(Path.Combine(MeshFixture.ModelFolder, "config.json"), Path.Combine(folder, "config.json"));
        await using var encoder = new MeshProcess(
            "encoder",
            "Mesh.Encoder.dll",
            [
                $"--Mesh:Artifacts:Directory={_folder.At("artifacts")}", $"--Mesh:Jobs:Sqlite={_folder.At("jobs.db")}",
                $"--Mesh:Models:Folders:nano={folder}",
            ],
            _folder.Path);

        var error = await Assert.ThrowsAsync<ModelException>(async () =>
        {
            await encoder.StartAsync(CancellationToken.None);
            await encoder.ReadyAsync(CancellationToken.None);
        });

        Assert.Contains(folder, error.Message, StringComparison.Ordinal);
        Assert.Contains("is missing", error.Message, StringComparison.Ordinal);
    }
}
