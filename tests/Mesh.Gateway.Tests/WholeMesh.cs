using Mesh.Dit;
using Mesh.Editing;
using Mesh.Editing.Tests;
using Mesh.Encoder;
using Mesh.TestKit;
using Mesh.Vae;

namespace Mesh.Gateway.Tests;

/// <summary>Gateway and stages in this process with a tiny model, and a local edit to compare with.</summary>
public sealed class WholeMesh : IAsyncLifetime, IDisposable
{
    public const string Instruction = "make it red";

    private readonly TemporaryFolder _folder = new();

    internal RunningGateway Mesh { get; private set; } = null!;

    /// <summary>A film of two windows.</summary>
    internal byte[] Film { get; private set; } = null!;

    /// <summary>What a local edit of it gives.</summary>
    internal byte[] Edited { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var model = TinyNano.Write(_folder.At("tiny"));
        var film = await TinyFilm.WriteAsync(_folder.At("film.mp4"), 6);
        var edited = _folder.At("edited.mp4");
        using (var editor = ModelFolder.Load(model))
            await new VideoEditor(editor).EditAsync(new(film, Instruction, edited) { Seed = 5 });
        (Film, Edited) = (await File.ReadAllBytesAsync(film), await File.ReadAllBytesAsync(edited));
        Mesh = await RunningGateway.StartAsync(
            [new EncoderService(), new VaeService(), new DitService()],
            "--Mesh:Previews:Interval=00:00:00", "--Mesh:Models:Default=tiny",
            $"--Mesh:Models:Folders:tiny={model}");
    }

    public async Task DisposeAsync() => await Mesh.DisposeAsync();

    public void Dispose() => _folder.Dispose();
}
