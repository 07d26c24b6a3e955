using Mesh.Editing;
using Mesh.Editing.Tests;
using Mesh.TestKit;
using Mesh.Training.Latents;

namespace Mesh.Training.Tests.Clips;

/// <summary>A dataset of clips, a tiny model, and the latents it makes of them; written once.</summary>
public sealed class TinyClips : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Clips => _folder.At("clips");

    public string Model => _folder.At("model");

    public string Latents => _folder.At("latents");

    public async Task InitializeAsync()
    {
        await ClipDataset.WriteAsync(Clips);
        TinyNano.Write(Model);
        using var encoding = new DatasetEncoding(
            Clips, Latents, ModelFolder.Load(Model, parts: SampleEncoder.Parts), workers: 3);
        await encoding.RunAsync(null, CancellationToken.None);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();
}
