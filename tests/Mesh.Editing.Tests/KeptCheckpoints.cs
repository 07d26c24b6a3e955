using Mesh.Editing.Stages;

namespace Mesh.Editing.Tests;

/// <summary>Checkpoints in a folder.</summary>
internal sealed class KeptCheckpoints(string folder) : IDenoiseCheckpoints
{
    /// <summary>Called after each file that was kept, with its name.</summary>
    public Action<string> OnSave { get; init; } = _ => { };

    public Task<string?> FindAsync(string name, CancellationToken cancellation) =>
        Task.FromResult(File.Exists(Of(name)) ? Of(name) : null);

    public Task SaveAsync(string name, string path, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        File.Move(path, Of(name), overwrite: true);
        OnSave(name);
        return Task.CompletedTask;
    }

    public string Of(string name) => Path.Combine(folder, $"{name}.safetensors");
}
