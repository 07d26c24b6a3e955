using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mesh.Perception.Archives;

/// <summary>What an archive is for and how it is called; lies beside it as NAME.pt.json.</summary>
public sealed record ArchiveManifest
{
    /// <summary>Version of this format.</summary>
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    /// <summary>embed, flow, track, depth, segment, detect, shots or score.</summary>
    public required string Task { get; init; }

    public required string Name { get; init; }

    public required string Version { get; init; }

    /// <summary>Of the archive, 64 hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    public required ArchiveLicence Licence { get; init; }

    /// <summary>Where the network and its weights come from; null when unknown.</summary>
    public ArchiveSource? Source { get; init; }

    /// <summary>The method that is called.</summary>
    public string Method { get; init; } = "forward";

    /// <summary>Tensors it takes, in order; see <see cref="TensorContract.ReadAll"/>.</summary>
    public required JsonElement In { get; init; }

    /// <summary>Tensors it returns, in order.</summary>
    public required JsonElement Out { get; init; }

    /// <summary>Element types in which it may be computed instead of float32: "bfloat16", "float16".</summary>
    public IReadOnlyList<string> Autocast { get; init; } = [];

    /// <summary>Most frames, or pairs of frames, in one call.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>How frames become its input.</summary>
    public FramePreparation Pre { get; init; } = new();

    /// <summary>Numbers that tell what its output means, such as a threshold.</summary>
    public IReadOnlyDictionary<string, double> Post { get; init; } = new Dictionary<string, double>();

    /// <summary>Recorded calls; their tensors lie beside the archive as NAME.pt.selftest.safetensors.</summary>
    public required IReadOnlyList<SelfTestCase> SelfTest { get; init; }

    private static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
    };

    /// <summary>Where the manifest of an archive lies.</summary>
    public static string PathOf(string archive) => archive + ".json";

    /// <exception cref="PerceptionException">There is no manifest, or it is malformed.</exception>
    public static ArchiveManifest Read(string archive)
    {
        var path = PathOf(archive);
        try
        {
            var manifest = JsonSerializer.Deserialize<ArchiveManifest>(File.ReadAllBytes(path), Json)
                ?? throw new FormatException("it is empty");
            return manifest.Schema == CurrentSchema
                ? manifest
                : throw new FormatException($"schema must be {CurrentSchema}, got {manifest.Schema}");
        }
        catch (Exception error) when (error is IOException or JsonException or FormatException)
        {
            throw new PerceptionException($"{path}: {error.Message}", error);
        }
    }

    /// <summary>Writes it beside an archive.</summary>
    public void Write(string archive) =>
        File.WriteAllBytes(PathOf(archive), JsonSerializer.SerializeToUtf8Bytes(this, Json));
}

/// <summary>Under which terms an archive may be used.</summary>
/// <param name="Spdx">Identifier of the licence.</param>
/// <param name="NonCommercial">Whether commercial use is excluded.</param>
public sealed record ArchiveLicence(string Spdx, bool NonCommercial = false);

/// <summary>Where an archive comes from.</summary>
/// <param name="Repository">Of the network's code.</param>
/// <param name="Commit">That was exported.</param>
/// <param name="CheckpointSha256">Of the published weights.</param>
/// <param name="Exporter">Program that wrote the archive, with its version.</param>
public sealed record ArchiveSource(
    string Repository, string? Commit = null, string? CheckpointSha256 = null, string? Exporter = null);

/// <summary>One recorded call: tensors NAME.in.X and NAME.out.Y.</summary>
/// <param name="Name">Of the case.</param>
/// <param name="Tolerance">Largest |a - b| / (1 + |b|).</param>
public sealed record SelfTestCase(string Name, double Tolerance);
