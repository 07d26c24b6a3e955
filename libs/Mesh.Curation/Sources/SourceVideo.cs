using Mesh.Stores.Artifacts;

namespace Mesh.Curation.Sources;

/// <summary>A film to curate; it is never written to.</summary>
/// <param name="Name">For people: its file name, or its name in a manifest.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Hash">SHA-256 of its bytes, 64 hexadecimal digits; two names of one content are one source.</param>
public sealed record SourceVideo(string Name, string Path, string Hash)
{
    /// <summary>The edited film of a triplet; null for raw footage.</summary>
    public string? EditedPath { get; init; }

    /// <summary>The instruction of a triplet.</summary>
    public string? Instruction { get; init; }

    /// <summary>The edit type of a triplet, where it is known.</summary>
    public string? EditType { get; init; }

    /// <summary>Where the mask of a film lies when it is a file: beside it, NAME.mask.mp4.</summary>
    internal string MaskPath => MaskOf(Path);

    /// <summary>Reads the file once, in pieces; a mask beside it counts as part of its content.</summary>
    public static async Task<SourceVideo> ReadAsync(string path, CancellationToken cancellation = default)
    {
        var hash = await FileHash.OfAsync(path, cancellation);
        if (File.Exists(MaskOf(path)))
            hash = Pipeline.CurationStore.Digest([hash, await FileHash.OfAsync(MaskOf(path), cancellation)]);
        return new(System.IO.Path.GetFileName(path), System.IO.Path.GetFullPath(path), hash);
    }

    private static string MaskOf(string path) => System.IO.Path.ChangeExtension(path, ".mask.mp4");
}
