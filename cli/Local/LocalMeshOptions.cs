namespace Mesh.Cli.Local;

/// <summary>What a mesh on this machine is made of.</summary>
/// <param name="Folder">Holds its broker, jobs and artifacts.</param>
/// <param name="Model">Name of the model it serves.</param>
/// <param name="ModelFolder">Where the model is.</param>
internal sealed record LocalMeshOptions(string Folder, string Model, string ModelFolder)
{
    /// <summary>How many processes denoise.</summary>
    public int Denoisers { get; init; } = 1;

    /// <summary>Folders of films to curate; none, and nothing curates.</summary>
    public IReadOnlyList<string> Films { get; init; } = [];

    /// <summary>Threads of each process; null for all cores.</summary>
    public int? Threads { get; init; }

    /// <summary>Settings of every process, for example "--Mesh:Bus:Lease=00:00:05".</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Settings of the gateway alone.</summary>
    public IReadOnlyList<string> GatewaySettings { get; init; } = [];

    /// <summary>Settings of the first denoiser alone.</summary>
    public IReadOnlyList<string> DenoiserSettings { get; init; } = [];

    /// <summary>Folder of the logs.</summary>
    public string Logs => Path.Combine(Folder, "logs");
}
