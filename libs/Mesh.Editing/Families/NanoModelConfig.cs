using Mesh.Models.MmDit;
using Mesh.Models.NanoText;
using Mesh.Models.NanoVae;

namespace Mesh.Editing.Families;

/// <summary>The config.json of a nano model folder.</summary>
public sealed record NanoModelConfig
{
    public const string FamilyName = "nano";

    public string Family { get; init; } = FamilyName;

    public required MmDitConfig Transformer { get; init; }

    public required NanoVaeConfig Vae { get; init; }

    public required NanoTextConfig Text { get; init; }

    public required EditDefaults Defaults { get; init; }
}
