using Mesh.Curation.Masks;
using Mesh.Curation.Recipes;
using Mesh.Video.Scan;

namespace Mesh.Curation.Vlm;

/// <summary>Captions of masked clips from a model.</summary>
public sealed class VlmMaskCaptioner(VlmClient model, MaskRules rules) : IMaskCaptioner
{
    private readonly string _prompt = rules.CaptionPrompt ?? VlmPrompts.MaskedCaption;

    public string Name => CurationNames.Of("vlm-1", model.Model, _prompt);

    public async Task<string?> CaptionAsync(VideoHeader masked, CancellationToken cancellation)
    {
        var frames = await VlmFrames.ReadAsync(masked, rules.CaptionFrames, cancellation);
        return await model.AskAsync(
            new(_prompt, [.. frames.Select(SideBySide.Png)]), answer => VlmFrames.Words(answer, "caption"),
            cancellation);
    }
}
