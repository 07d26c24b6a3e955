using Mesh.Curation.Dataset;
using Mesh.Curation.Pipeline;
using Mesh.Stores.Artifacts;
using Mesh.TestKit;

namespace Mesh.Curation.Tests.Films;

/// <summary>The small films, and a dataset of pairs made of them once by one worker.</summary>
public sealed class CuratedFilms : IAsyncLifetime, IDisposable
{
    private readonly SmallFilms _films = new();
    private readonly TemporaryFolder _folder = new();

    public IReadOnlyList<string> Films => _films.Paths;

    /// <summary>Of the dataset.</summary>
    public string Folder => _folder.At("dataset");

    public DatasetSummary Summary { get; private set; } = new(0, 0, 0, 0, new Dictionary<string, int>());

    public async Task InitializeAsync()
    {
        await _films.InitializeAsync();
        var store = new DirectoryArtifactStore(Path.Combine(Folder, ".work"));
        Summary = await new LocalCuration(new(TestRecipes.Pairs, store, new()), 1).RunAsync(Films, Folder);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _films.Dispose();
        _folder.Dispose();
    }
}
