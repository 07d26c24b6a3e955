using System.Security.Cryptography;
using System.Text;
using Mesh.Stores.Retention;

namespace Mesh.ServiceDefaults.Bus;

/// <summary>
/// Keys of what an edit reads and writes; they depend on the edit alone, and on the version of the weights for what is
/// made with them.
/// </summary>
public static class EditArtifacts
{
    /// <summary>Everything of an edit lies below this.</summary>
    public static string Folder(Guid edit) => EditFolder.Of(edit);

    /// <summary>The film as uploaded.</summary>
    /// <param name="edit">The edit.</param>
    /// <param name="extension">With its dot, lower case, for example ".mp4".</param>
    public static string Source(Guid edit, string extension) => $"{Folder(edit)}/source{extension}";

    /// <summary>What the check of the film has found, JSON.</summary>
    public static string Film(Guid edit) => $"{Folder(edit)}/film.json";

    /// <summary>The frames of a small film, decoded.</summary>
    public static string Frames(Guid edit) => $"{Folder(edit)}/frames.rgb";

    /// <summary>A reference image as uploaded.</summary>
    /// <param name="edit">The edit.</param>
    /// <param name="number">Counts them, from 1.</param>
    /// <param name="extension">With its dot, lower case, for example ".png".</param>
    public static string Reference(Guid edit, int number, string extension) =>
        $"{Folder(edit)}/reference-{number}{extension}";

    /// <summary>The mask as uploaded, a film or a picture.</summary>
    public static string Mask(Guid edit) => $"{Folder(edit)}/mask";

    /// <summary>The control film as uploaded, or a picture.</summary>
    public static string Control(Guid edit) => $"{Folder(edit)}/control";

    /// <summary>The condition that the instruction became.</summary>
    public static string Text(Guid edit, string version = "") => $"{Made(edit, version)}/text.safetensors";

    /// <summary>Latents of the source.</summary>
    public static string Latents(Guid edit, string version = "") => $"{Made(edit, version)}/latents.safetensors";

    /// <summary>State of a denoising run that has not ended.</summary>
    public static string Checkpoint(Guid edit, string version = "") => $"{Made(edit, version)}/checkpoint.safetensors";

    /// <summary>What the edit is about to become, PNG; replaced while it is denoised.</summary>
    public static string Preview(Guid edit) => $"{Folder(edit)}/preview.png";

    /// <summary>Edited latents.</summary>
    public static string Edited(Guid edit, string version = "") => $"{Made(edit, version)}/edited.safetensors";

    /// <summary>The edited film.</summary>
    public static string Output(Guid edit, string extension, string version = "") =>
        $"{Made(edit, version)}/output{extension}";

    /// <summary>The measured report, JSON.</summary>
    public static string Report(Guid edit, string version = "") => $"{Made(edit, version)}/report.json";

    /// <summary>Whether an artifact is of no use once the edit has its film.</summary>
    public static bool IsWork(string key) =>
        Path.GetExtension(key) == ".safetensors"
        || Path.GetFileName(key) is "film.json" or "frames.rgb" or "preview.png";

    // What is made with other weights lies elsewhere: nothing can be put together of two versions.
    private static string Made(Guid edit, string version) => version == ""
        ? Folder(edit)
        : $"{Folder(edit)}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(version)).AsSpan(0, 8))}";
}
