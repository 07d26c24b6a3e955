using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mesh.Curation.Analysis;
using Mesh.Curation.Clips;
using Mesh.Curation.Recipes;
using Mesh.Stores.Artifacts;

namespace Mesh.Curation.Pipeline;

/// <summary>
/// What has been done, by content: whoever works on the same film with the same recipe finds it. The first whole write
/// stays.
/// </summary>
public sealed class CurationStore
{
    /// <summary>Changes whenever the same recipe would give other results.</summary>
    private const string Version = "1";

    private readonly IArtifactStore _artifacts;
    private readonly string _prefix;

    /// <param name="artifacts">Where it is kept.</param>
    /// <param name="recipe">What is made.</param>
    /// <param name="makers">Names of the embedder, annotator and judge in use.</param>
    public CurationStore(IArtifactStore artifacts, Recipe recipe, IEnumerable<string> makers)
    {
        _artifacts = artifacts;
        _prefix = $"curation/{Digest([Version, RecipeFile.HashOf(recipe), .. makers])[..16]}";
    }

    /// <summary>The result of looking at a film, or null.</summary>
    public Task<SourceAnalysis?> FindAnalysisAsync(string source, CancellationToken cancellation) =>
        ReadAsync<SourceAnalysis>(AnalysisKey(source), cancellation);

    public Task KeepAsync(SourceAnalysis analysis, CancellationToken cancellation) =>
        WriteAsync(AnalysisKey(analysis.Source), analysis, cancellation);

    /// <summary>Samples of a film of which some shots are duplicates, or null.</summary>
    public Task<SourceSamples?> FindSamplesAsync(
        string source, IEnumerable<int> duplicates, CancellationToken cancellation) =>
        ReadAsync<SourceSamples>(SamplesKey(source, duplicates), cancellation);

    public Task KeepAsync(SourceSamples samples, IEnumerable<int> duplicates, CancellationToken cancellation) =>
        WriteAsync(SamplesKey(samples.Source, duplicates), samples, cancellation);

    /// <summary>A sample that was made and put into words, or null.</summary>
    public Task<Sample?> FindSampleAsync(string id, CancellationToken cancellation) =>
        ReadAsync<Sample>($"{_prefix}/sample/{id}.json", cancellation);

    public Task KeepAsync(Sample sample, CancellationToken cancellation) =>
        WriteAsync($"{_prefix}/sample/{sample.Id}.json", sample, cancellation);

    /// <summary>What was chosen over a list of films, or null.</summary>
    public Task<Selection?> FindSelectionAsync(IEnumerable<string> sources, CancellationToken cancellation) =>
        ReadAsync<Selection>(SelectionKey(sources), cancellation);

    public Task KeepAsync(Selection selection, IEnumerable<string> sources, CancellationToken cancellation) =>
        WriteAsync(SelectionKey(sources), selection, cancellation);

    /// <summary>Stores a finished clip; its local file is gone afterwards.</summary>
    public async Task<SampleFile> KeepClipAsync(
        string sample, string role, string path, CancellationToken cancellation)
    {
        var key = $"{_prefix}/clips/{sample}.{role}{Path.GetExtension(path)}";
        await _artifacts.WriteFileAsync(key, path, replace: false, cancellation);
        await using var stream = await _artifacts.OpenReadAsync(key, cancellation: cancellation);
        var counted = new byte[1 << 16];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var bytes = 0L;
        for (int read; (read = await stream.ReadAsync(counted, cancellation)) > 0; bytes += read)
            hash.AppendData(counted, 0, read);
        return new(role, key, Convert.ToHexStringLower(hash.GetHashAndReset()), bytes);
    }

    /// <summary>Bytes of a clip.</summary>
    public Task<Stream> OpenClipAsync(SampleFile file, CancellationToken cancellation) =>
        _artifacts.OpenReadAsync(file.Key, cancellation: cancellation);

    internal static string Digest(IEnumerable<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));

    private string AnalysisKey(string source) => $"{_prefix}/analysis/{source}.json";

    private string SelectionKey(IEnumerable<string> sources) => $"{_prefix}/selection/{Digest(sources)[..32]}.json";

    private string SamplesKey(string source, IEnumerable<int> duplicates) =>
        $"{_prefix}/samples/{source}-{Digest(duplicates.Select(shot => $"{shot}"))[..8]}.json";

    private async Task<T?> ReadAsync<T>(string key, CancellationToken cancellation)
        where T : class
    {
        try
        {
            await using var stream = await _artifacts.OpenReadAsync(key, cancellation: cancellation);
            return await JsonSerializer.DeserializeAsync<T>(stream, CurationJson.Options, cancellation);
        }
        catch (ArtifactNotFoundException)
        {
            return null;
        }
    }

    private Task WriteAsync<T>(string key, T value, CancellationToken cancellation) => _artifacts.WriteAsync(
        key, async (stream, token) => await stream.WriteAsync(CurationJson.Bytes(value), token), replace: false,
        cancellation);
}
