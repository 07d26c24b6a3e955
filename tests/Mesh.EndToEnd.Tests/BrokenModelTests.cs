using Mesh.Cli.Local;
using Mesh.TestKit;

namespace Mesh.EndToEnd.Tests;

[Collection(MeshCollection.Name)]
public sealed class BrokenModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_stage_whose_model_cannot_be_loaded_ends_the_start_with_the_reason()
    {
        var folder = Directory.CreateDirectory(_folder.At("broken")).FullName;
        File.Copy(Path.Combine(MeshFixture.ModelFolder, "config.json"), Path.Combine(folder, "config.json"));

        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => LocalMesh.StartAsync(new(_folder.Path, "nano", folder) { Threads = 1 }, CancellationToken.None));

        Assert.Contains("ended", error.Message, StringComparison.Ordinal);
        Assert.Contains("The model cannot be served", error.Message, StringComparison.Ordinal);
    }
}
