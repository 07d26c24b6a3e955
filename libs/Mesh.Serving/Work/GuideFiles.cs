using Mesh.Contracts.Bus;
using Mesh.Editing;
using Mesh.Stores.Artifacts;

namespace Mesh.Serving.Work;

/// <summary>From artifacts to the files that a stage reads.</summary>
public static class GuideFiles
{
    /// <summary>The keys in place of files: enough to tell whether a model can use them.</summary>
    public static EditGuides Named(this GuideKeys keys) =>
        new() { Mask = keys.Mask, Control = keys.Control, References = keys.References };

    /// <summary>Gets the files.</summary>
    public static async Task<EditGuides> FetchAsync(
        this GuideKeys keys, IArtifactStore artifacts, CancellationToken cancellation)
    {
        var references = new List<string>();
        foreach (var key in keys.References)
            references.Add(await artifacts.FetchAsync(key, cancellation));
        return new()
        {
            Mask = await FileAsync(keys.Mask),
            Control = await FileAsync(keys.Control),
            References = references,
        };

        async Task<string?> FileAsync(string? key) =>
            key is null ? null : await artifacts.FetchAsync(key, cancellation);
    }
}
