using System.Text.Json;
using Mesh.Cli.Local;
using Mesh.Curation.Pipeline;
using Mesh.Curation.Recipes;
using Mesh.Curation.Vlm;
using Mesh.Stores.Artifacts;

namespace Mesh.Cli.Chaos.Curation;

/// <summary>Curates with workers that are being killed, then in peace, and compares.</summary>
internal static class CurationChaosRun
{
    private const double Trouble = 0.4;

    /// <param name="options">How much of what.</param>
    /// <param name="tell">Takes a line for whoever watches.</param>
    /// <param name="cancellation">Stops everything that was started.</param>
    public static async Task<CurationChaosResult> RunAsync(
        CurationChaosOptions options, Action<string> tell, CancellationToken cancellation)
    {
        var films = Path.Combine(options.Folder, "films");
        var names = await CurationFilms.RenderAsync(films, options.Videos, options.Seed, cancellation);
        tell($"{names.Count} films are rendered; starting a broker and {options.Workers} workers.");
        var job = Guid.NewGuid();
        await DisturbedAsync(options, job, names, films, tell, cancellation);

        var twin = Path.Combine(options.Folder, "undisturbed");
        await TwinAsync(names.Select(name => Path.Combine(films, name)), twin, cancellation);
        var dataset = Path.Combine(options.Folder, "artifacts", "curation", "jobs", $"{job:D}", "dataset");
        return Compare(options, dataset, twin, tell);
    }

    private static async Task DisturbedAsync(
        CurationChaosOptions options, Guid job, IReadOnlyList<string> names, string films, Action<string> tell,
        CancellationToken cancellation)
    {
        await using var broker = await RabbitMqServer.StartAsync(Path.Combine(options.Folder, "broker"), cancellation);
        await using var model = StubModel.Start(Trouble, options.Seed);
        await using var workers = CurationWorkers.Of(options, broker.Port, model.Endpoint, films);
        await workers.StartAsync(cancellation);

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.Patience);
        await using var client = await CurationClient.ConnectAsync(
            broker.Port, tell, () => limit.CancelAfter(options.Patience), cancellation);
        await client.SubmitAsync(job, CurationFilms.Recipe, names, cancellation);

        using var peace = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var killing = workers.KillAsync(tell, peace.Token);
        JsonElement ended;
        try
        {
            ended = await client.Ended.WaitAsync(limit.Token);
        }
        finally
        {
            await peace.CancelAsync();
            await killing;
        }
        tell($"{workers.Kills} kills and {model.Requests} questions are over: {ended}; now undisturbed.");
        await workers.StopAsync(cancellation);
    }

    private static async Task TwinAsync(IEnumerable<string> films, string folder, CancellationToken cancellation)
    {
        await using var model = StubModel.Start(trouble: 0, seed: 1);
        using var http = new HttpClient();
        var recipe = RecipeFile.Parse(CurationFilms.Recipe, "chaos");
        var work = new DirectoryArtifactStore(Path.Combine(folder, ".work"));
        using var client = new VlmClient(new() { Endpoint = model.Endpoint, Model = "stub" }, work, http);
        var tools = new CurationTools { Annotator = new VlmAnnotator(client, recipe.Instructions!) };
        await new LocalCuration(new(recipe, work, tools), Environment.ProcessorCount)
            .RunAsync([.. films], folder, cancellation);
    }

    private static CurationChaosResult Compare(
        CurationChaosOptions options, string dataset, string twin, Action<string> tell)
    {
        if (!File.Exists(Path.Combine(dataset, "manifest.jsonl")))
            return new(options.Videos, 0, 0, false);
        var samples = Lines(dataset, "manifest.jsonl");
        var told = samples.Concat(Lines(dataset, "drops.jsonl"))
            .Select(line => line.GetProperty("name").GetString()).Distinct().Count();
        var twice = samples.Count - samples.Select(line => line.GetProperty("id").GetString()).Distinct().Count();

        var (ours, theirs) = (Files(dataset), Files(twin));
        var different = ours.Keys.Union(theirs.Keys)
            .Where(name => !ours.TryGetValue(name, out var one) || !theirs.TryGetValue(name, out var other)
                || !File.ReadAllBytes(one).AsSpan().SequenceEqual(File.ReadAllBytes(other)))
            .Order().ToArray();
        foreach (var name in different)
            tell($"{name} differs");
        return new(options.Videos, told, twice, different.Length == 0);
    }

    private static List<JsonElement> Lines(string folder, string name) =>
        [.. File.ReadLines(Path.Combine(folder, name)).Select(line => JsonDocument.Parse(line).RootElement.Clone())];

    private static Dictionary<string, string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => !Path.GetRelativePath(folder, path).StartsWith('.'))
            .ToDictionary(path => Path.GetRelativePath(folder, path));
}
