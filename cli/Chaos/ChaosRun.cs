using Mesh.Cli.Local;

namespace Mesh.Cli.Chaos;

/// <summary>Runs edits through a mesh that is being shot at, and compares what comes out.</summary>
internal static class ChaosRun
{
    private const string Model = "nano";
    private const int Frames = 9;

    /// <param name="options">How much of what.</param>
    /// <param name="tell">Takes a line for whoever watches.</param>
    /// <param name="cancellation">Stops everything that was started.</param>
    public static async Task<ChaosResult> RunAsync(
        ChaosOptions options, Action<string> tell, CancellationToken cancellation)
    {
        var films = await ShortFilm.RenderAsync(Path.Combine(options.Folder, "films"), Frames, cancellation);
        var edits = ChaosEdit.Draw(options.Edits, options.Seed, films);
        var results = Path.Combine(options.Folder, "results");
        Directory.CreateDirectory(results);

        tell($"Starting a broker and {options.Denoisers + 3} services.");
        await using var mesh = await LocalMesh.StartAsync(
            new(options.Folder, Model, options.ModelFolder)
            {
                Denoisers = options.Denoisers,
                Threads = 1,
                Settings = [$"--Mesh:Bus:Lease={options.Lease}"],
            },
            cancellation);
        using var client = new ChaosClient(mesh.Gateway.Ready!.Grpc, results, tell);
        using var peace = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var troubles = new Troubles(mesh, options, tell);
        foreach (var edit in edits)
            await client.SubmitAsync(edit, cancellation);
        var trouble = troubles.RunAsync(() => client.Ended, peace.Token);
        await client.WaitAsync(options.Patience, cancellation);
        await peace.CancelAsync();
        await trouble;
        var duplicated = await client.DuplicatesAsync(cancellation);
        await mesh.StopAsync(cancellation);

        tell($"{troubles.Kills} kills and {troubles.Restarts} restarts of the broker are over; now undisturbed.");
        var identical = await Twins.CountAsync(options.ModelFolder, client.Results, tell, cancellation);
        return new(edits.Count, client.Results.Count, duplicated, identical);
    }
}
