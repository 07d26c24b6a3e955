using Mesh.Diffusion;
using Mesh.Models.CausalVae3d;
using Mesh.Models.MmDit;

namespace Mesh.Editing.Families;

/// <summary>
/// The model.json of a folder with HunyuanVideo or ICVE weights. What it leaves out is read off the published files,
/// and is as released where there are none.
/// </summary>
public sealed record IcveModelConfig
{
    public const string FamilyName = "icve";

    public string Family { get; init; } = FamilyName;

    public MmDitConfig Transformer { get; init; } = MmDitConfig.Hunyuan13B;

    public CausalVae3dConfig Vae { get; init; } = CausalVae3dConfig.HunyuanVae;

    public PromptConfig Prompt { get; init; } = new();

    public EditDefaults Defaults { get; init; } = Released;

    /// <summary>Where files lie that are not where they are published.</summary>
    public IcveFiles Files { get; init; } = new();

    /// <summary>Precision of the weights unless the caller chooses.</summary>
    public PartPrecision Precision { get; init; } = new();

    /// <summary>The settings of the released ICVE checkpoint: guidance by two passes, the embedded one at 1.</summary>
    public static EditDefaults Released { get; } = new()
    {
        Steps = 50,
        Guidance = 6,
        Shift = 7,
        Prediction = Prediction.Velocity,
        Height = 480,
        Width = 768,
        Frames = 77,
        Overlap = 13,
        RepeatNoise = false,
        Composite = false,
        EmbeddedGuidance = 1,
        NegativePrompt = "Aerial view, aerial view, overexposed, low quality, deformation, a poor composition, "
            + "bad hands, bad teeth, bad eyes, bad limbs, distortion",
    };
}
