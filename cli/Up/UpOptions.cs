namespace Mesh.Cli.Up;

/// <summary>How to run a mesh on this machine.</summary>
internal sealed record UpOptions
{
    /// <summary>Port of gRPC; 0 for any free one.</summary>
    public required int Port { get; init; }

    /// <summary>Port of REST and probes; 0 for any free one.</summary>
    public required int HttpPort { get; init; }

    /// <summary>Folder of job store and artifacts.</summary>
    public required string Data { get; init; }

    /// <summary>Folders of models by name; the first is the default.</summary>
    public required IReadOnlyList<(string Name, string Folder)> Models { get; init; }

    /// <summary>Folders of picture editors by name; may be none.</summary>
    public IReadOnlyList<(string Name, string Folder)> PictureModels { get; init; } = [];

    /// <summary>Folders of films that curations may read.</summary>
    public required IReadOnlyList<string> Films { get; init; }

    /// <summary>CPU threads of the networks; null for all cores.</summary>
    public int? Threads { get; init; }

    /// <summary>The settings that all processes of the mesh share, as their command line has them.</summary>
    public IEnumerable<string> Settings()
    {
        yield return $"--Mesh:Artifacts:Directory={Path.Combine(Data, "artifacts")}";
        yield return $"--Mesh:Jobs:Sqlite={Path.Combine(Data, "jobs.db")}";
        yield return $"--Mesh:Models:Default={Models[0].Name}";
        foreach (var (name, folder) in Models)
            yield return $"--Mesh:Models:Folders:{name}={Path.GetFullPath(folder)}";
        foreach (var (name, folder) in PictureModels)
            yield return $"--Mesh:Pictures:Folders:{name}={Path.GetFullPath(folder)}";
        foreach (var (number, folder) in Films.Index())
            yield return $"--Mesh:Curation:InputFolders:{number}={folder}";
        if (Threads is { } threads)
            yield return $"--Mesh:Threads={threads}";
    }

    /// <summary>The settings of the process that callers speak to.</summary>
    public IEnumerable<string> Ports() => [$"--Mesh:GrpcPort={Port}", $"--Mesh:HttpPort={HttpPort}"];
}
