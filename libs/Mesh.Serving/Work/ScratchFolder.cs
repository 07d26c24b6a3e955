namespace Mesh.Serving.Work;

/// <summary>A folder for what one piece of work writes before it is kept.</summary>
public sealed class ScratchFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mesh-work-");

    /// <summary>A path inside.</summary>
    public string At(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
