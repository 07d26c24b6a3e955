using Mesh.Curation.Clips;
using Mesh.Curation.Depth;
using Mesh.Curation.Masks;
using Mesh.Curation.Recipes;
using Mesh.Video;
using Mesh.Video.Scan;

namespace Mesh.Curation.Pipeline;

/// <summary>The films beside the clips of a sample: its mask, the masked clip with its caption, its depth.</summary>
internal sealed class SampleGuides(Recipe recipe, ChosenTools chosen, OperatorClock clock)
{
    private VideoQuality Quality => new(recipe.Clips.Crf, recipe.Clips.Preset);

    /// <summary>Operator 9 over the first clip.</summary>
    /// <param name="sample">So far.</param>
    /// <param name="plan">What it is made by.</param>
    /// <param name="clips">By role; mask and masked clip are added.</param>
    /// <param name="scratch">Where they are written.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<Sample> MaskAsync(
        Sample sample, SamplePlan plan, Dictionary<string, string> clips, string scratch,
        CancellationToken cancellation)
    {
        if (recipe.Masks is not { } rules)
            return sample;
        using var time = clock.Time(Operators.Masks);
        var drop = await OfToolAsync(Operators.Masks, () => DrawAsync(rules, plan, clips, scratch, cancellation));
        if (drop is not null || chosen.Captioner is not { } captioner)
            return sample with { Drop = drop };
        var masked = Header(clips[ClipRoles.Masked], plan, sample.Rate);
        return await captioner.CaptionAsync(masked, cancellation) is { } caption
            ? sample with { MaskedCaption = caption }
            : sample with { Drop = new(Operators.Masks, "no usable answer", "every caption was malformed") };
    }

    /// <summary>Depth of the first clip.</summary>
    /// <inheritdoc cref="MaskAsync"/>
    public async Task<Sample> DepthAsync(
        Sample sample, SamplePlan plan, Dictionary<string, string> clips, string scratch,
        CancellationToken cancellation)
    {
        if (chosen.Depth is not { } source)
            return sample;
        using var time = clock.Time(Operators.Depth);
        var depth = clips[ClipRoles.Depth] = Path.Combine(scratch, $"{plan.Id}.{ClipRoles.Depth}.mp4");
        var drop = await OfToolAsync(Operators.Depth, () => new DepthOperator(recipe.Depth!, source).RunAsync(
            clips[plan.Clips[0].Role], depth, Quality, cancellation));
        return sample with { Drop = drop };
    }

    /// <summary>What is known of a clip that was cut by plan.</summary>
    public static VideoHeader Header(string clip, SamplePlan plan, double rate) => VideoHeader.OfClip(
        clip, new(plan.Bucket.Width, plan.Bucket.Height), new Rational((long)Math.Round(rate * 1000), 1000).Reduced,
        plan.Bucket.Frames);

    private async Task<Drop?> DrawAsync(
        MaskRules rules, SamplePlan plan, Dictionary<string, string> clips, string scratch,
        CancellationToken cancellation)
    {
        var clip = clips[plan.Clips[0].Role];
        if (chosen.Masks is { } tool)
        {
            clips[ClipRoles.Mask] = Path.Combine(scratch, $"{plan.Id}.{ClipRoles.Mask}.mp4");
            await tool.SegmentAsync(clip, clips[ClipRoles.Mask], cancellation);
        }
        if (!clips.TryGetValue(ClipRoles.Mask, out var mask))
            return new(Operators.Masks, "no mask", "there is no file NAME.mask.mp4 beside the film");
        var masked = Path.Combine(scratch, $"{plan.Id}.{ClipRoles.Masked}.mp4");
        var drop = await new MaskOperator(rules, recipe.Seed).RunAsync(
            plan.Id, clip, mask, masked, Quality, cancellation);
        clips[ClipRoles.Masked] = masked;
        return drop;
    }

    private static async Task<Drop?> OfToolAsync(string name, Func<Task<Drop?>> work)
    {
        try
        {
            return await work();
        }
        catch (ToolRefusedException error)
        {
            return new(name, "refused by the tool", error.Message);
        }
    }
}
