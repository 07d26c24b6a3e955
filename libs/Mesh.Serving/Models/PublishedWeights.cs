using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mesh.Contracts.Bus;
using Mesh.ServiceDefaults.Hosting;
using Mesh.Stores.Artifacts;

namespace Mesh.Serving.Models;

/// <summary>
/// Remembers beside the artifacts which weights were published last, so that a worker that starts later serves what the
/// others do. Holds for the configured folder it was published over: another one is a new beginning.
/// </summary>
public sealed class PublishedWeights(IArtifactStore artifacts, MeshOptions options)
{
    /// <summary>Notes what is served now.</summary>
    public Task RememberAsync(CheckpointPublished published, CancellationToken cancellation) => artifacts.WriteAsync(
        Key(published.Model),
        (file, token) => JsonSerializer.SerializeAsync(
            file, new Note(Configured(published.Model), published), cancellationToken: token),
        replace: true,
        cancellation);

    /// <summary>What was published last for a model, or null.</summary>
    public async Task<CheckpointPublished?> FindAsync(string model, CancellationToken cancellation)
    {
        try
        {
            await using var file = await artifacts.OpenReadAsync(Key(model), cancellation: cancellation);
            var note = await JsonSerializer.DeserializeAsync<Note>(file, cancellationToken: cancellation);
            return note?.Over == Configured(model) ? note.Published : null;
        }
        catch (ArtifactNotFoundException)
        {
            return null;
        }
    }

    private string Configured(string model) => options.Models.Folders[model];

    // Names of models are free, keys are not.
    private static string Key(string model) =>
        $"weights/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(model)))}.json";

    private sealed record Note(string Over, CheckpointPublished Published);
}
