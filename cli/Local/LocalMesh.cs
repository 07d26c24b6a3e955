namespace Mesh.Cli.Local;

/// <summary>A whole mesh on this machine: a broker and one process per service, all on loopback.</summary>
internal sealed class LocalMesh : IAsyncDisposable
{
    private readonly LocalMeshOptions _options;

    private LocalMesh(LocalMeshOptions options, RabbitMqServer broker)
    {
        (_options, Broker) = (options, broker);
        Gateway = Process("gateway", "Mesh.Gateway.dll", options.GatewaySettings);
        Stages =
        [
            Process("encoder", "Mesh.Encoder.dll", []),
            Process("vae", "Mesh.Vae.dll", []),
            .. Enumerable.Range(1, options.Denoisers).Select(
                n => Process($"dit-{n}", "Mesh.Dit.dll", n == 1 ? options.DenoiserSettings : [])),
        ];
        if (options.Films.Count > 0)
            Stages = [.. Stages, Curation = Process("curation", "Mesh.Curator.dll", Films(options.Films))];
    }

    public RabbitMqServer Broker { get; }

    public MeshProcess Gateway { get; }

    /// <summary>Null where nothing is curated; one of the stages otherwise.</summary>
    public MeshProcess? Curation { get; }

    /// <summary>Encoder, vae and the denoisers, and what curates.</summary>
    public IReadOnlyList<MeshProcess> Stages { get; }

    public string ArtifactFolder => Path.Combine(_options.Folder, "artifacts");

    public string JobFile => Path.Combine(_options.Folder, "jobs.db");

    /// <summary>Starts everything and waits until all of it can work: models are loaded.</summary>
    /// <exception cref="Editing.ModelException">The model cannot be served.</exception>
    /// <exception cref="LocalMeshException">A process ended instead; the message has its last words.</exception>
    public static async Task<LocalMesh> StartAsync(LocalMeshOptions options, CancellationToken cancellation)
    {
        Directory.CreateDirectory(options.Logs);
        var broker = await RabbitMqServer.StartAsync(Path.Combine(options.Folder, "broker"), cancellation);
        var mesh = new LocalMesh(options, broker);
        try
        {
            // One after another: on a small machine they would only take the processor from each other.
            foreach (var process in (MeshProcess[])[mesh.Gateway, .. mesh.Stages])
                await process.StartAsync(cancellation);
            foreach (var process in (MeshProcess[])[mesh.Gateway, .. mesh.Stages])
                await process.ReadyAsync(cancellation);
            return mesh;
        }
        catch
        {
            await mesh.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks everything to end, the broker last.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        await Task.WhenAll(
            ((MeshProcess[])[Gateway, .. Stages]).Select(process => process.StopAsync(cancellation)));
        await Broker.StopAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in (MeshProcess[])[Gateway, .. Stages])
            await process.DisposeAsync();
        await Broker.DisposeAsync();
    }

    private MeshProcess Process(string name, string assembly, IReadOnlyList<string> settings) =>
        new(name, assembly, [.. Settings(), .. settings], _options.Logs);

    // Its port is told to people, so it stays the same when the process is started again.
    private static string[] Films(IReadOnlyList<string> folders) =>
    [
        $"--Mesh:GrpcPort={RabbitMqPorts.Free().Amqp}",
        .. folders.Select((folder, number) => $"--Mesh:Curation:InputFolders:{number}={folder}"),
    ];

    private IEnumerable<string> Settings() =>
    [
        "--Mesh:Transport=RabbitMq",
        $"--Mesh:RabbitMq:Port={Broker.Port}",
        $"--Mesh:Artifacts:Directory={ArtifactFolder}",
        $"--Mesh:Jobs:Sqlite={JobFile}",
        $"--Mesh:Models:Default={_options.Model}",
        $"--Mesh:Models:Folders:{_options.Model}={_options.ModelFolder}",
        .. _options.Threads is { } threads ? [$"--Mesh:Threads={threads}"] : Array.Empty<string>(),
        .. _options.Settings,
    ];
}
