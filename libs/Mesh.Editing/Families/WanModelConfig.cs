using Mesh.Diffusion;
using Mesh.Models.Umt5;
using Mesh.Models.WanVae;

namespace Mesh.Editing.Families;

/// <summary>
/// What a folder with Wan or VACE weights may say beside its published config.json, which describes the transformer
/// alone; each part defaults to the released one.
/// </summary>
public sealed record WanModelConfig
{
    public const string FamilyName = "wan";

    public string Family { get; init; } = FamilyName;

    public WanVaeConfig Vae { get; init; } = WanVaeConfig.Wan21;

    public Umt5Config Text { get; init; } = Umt5Config.Xxl;

    /// <summary>Factor on what VACE's branch adds; 0 is the network without it.</summary>
    public double ControlScale { get; init; } = 1;

    /// <summary>How the model is run; null for <see cref="Released"/>.</summary>
    public EditDefaults? Defaults { get; init; }

    /// <summary>The settings of the released checkpoints.</summary>
    /// <param name="hasContext">Whether the transformer has VACE's branch.</param>
    public static EditDefaults Released(bool hasContext) => new()
    {
        Steps = 50,
        Sampler = SamplerKind.UniPc,
        Guidance = 5,
        Shift = hasContext ? 16 : 5,
        Prediction = Prediction.Velocity,
        Height = 480,
        Width = 832,
        Frames = 81,
        Overlap = 13,
        RepeatNoise = false,
        Composite = false,
        NegativePrompt = "色调艳丽，过曝，静态，细节模糊不清，字幕，风格，作品，画作，画面，静止，整体发灰，最差质量，低质量，"
            + "JPEG压缩残留，丑陋的，残缺的，多余的手指，画得不好的手部，画得不好的脸部，畸形的，毁容的，形态畸形的肢体，"
            + "手指融合，静止不动的画面，杂乱的背景，三条腿，背景人很多，倒着走",
    };
}
