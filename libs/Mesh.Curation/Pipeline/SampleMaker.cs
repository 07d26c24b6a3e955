using Mesh.Curation.Analysis;
using Mesh.Curation.Clips;
using Mesh.Curation.Recipes;
using Mesh.Curation.Sources;
using Mesh.Video;
using Mesh.Video.Scan;

namespace Mesh.Curation.Pipeline;

/// <summary>Operators 5 to 9 over one film: cuts its clips, puts them into words and judges them.</summary>
internal sealed class SampleMaker(Recipe recipe, CurationStore store, ChosenTools chosen, CurationTools tools)
{
    private readonly ClipPlanner _planner = new(recipe);
    private readonly ClipStandardizer _standardizer = new(recipe.Clips, tools.Media.DecoderThreads);
    private readonly SampleFinisher _finisher = new(recipe, store, chosen, tools);

    public async Task<SourceSamples> MakeAsync(
        SourceVideo source, SourceAnalysis analysis, IReadOnlyCollection<int> duplicates,
        CancellationToken cancellation)
    {
        var samples = new List<Sample>();
        var plans = new List<SamplePlan>();
        foreach (var shot in analysis.Shots.Where(shot => shot.Drop is null && !duplicates.Contains(shot.Number)))
        {
            var (planned, drop) = _planner.Plan(analysis, shot);
            plans.AddRange(planned);
            if (drop is not null)
                samples.Add(Dropped(source, shot.Number, drop));
        }
        var missing = new List<SamplePlan>();
        foreach (var plan in plans)
        {
            if (await store.FindSampleAsync(plan.Id, cancellation) is { } done)
                samples.Add(done);
            else
                missing.Add(plan);
        }
        if (missing.Count > 0)
            samples.AddRange(await MakeAsync(source, analysis, missing, cancellation));
        return new(source.Hash, [.. samples.OrderBy(sample => sample.Shot).ThenBy(sample => sample.Id)]);
    }

    private async Task<IReadOnlyList<Sample>> MakeAsync(
        SourceVideo source, SourceAnalysis analysis, IReadOnlyList<SamplePlan> plans, CancellationToken cancellation)
    {
        using var folder = new ScratchFolder(tools.ScratchFolder);
        var scratch = folder.Path;
        try
        {
            var film = await VideoHeader.ReadAsync(source.Path, tools.Media.Limits, cancellation);
            var clips = new Dictionary<(string, string), string>();
            using (tools.Clock.Time(Operators.Clips))
            {
                await CutAsync(film, analysis.Facts!.Picture, plans, clips, scratch, cancellation);
                if (source.EditedPath is { } edited)
                    await CutAlikeAsync(edited, ClipRoles.Edited, null, plans, clips, scratch, cancellation);
                if (recipe.Masks is not null && chosen.Masks is null && File.Exists(source.MaskPath))
                {
                    await CutAlikeAsync(
                        source.MaskPath, ClipRoles.Mask, analysis.Facts!.Picture, FirstClips(plans), clips, scratch,
                        cancellation);
                }
            }
            var samples = new List<Sample>();
            foreach (var plan in plans)
                samples.Add(await _finisher.FinishAsync(source, film, plan, clips, scratch, cancellation));
            return samples;
        }
        catch (VideoException error) when (error.IsAboutFile)
        {
            return [.. plans.Select(plan => Dropped(source, plan.Shot, new(Operators.Clips, "not cut", error.Reason)))];
        }
    }

    private async Task CutAsync(
        VideoHeader film, PixelRect? picture, IReadOnlyList<SamplePlan> plans,
        Dictionary<(string, string), string> clips, string scratch, CancellationToken cancellation)
    {
        foreach (var (clip, path) in await _standardizer.CutAsync(film, picture, plans, scratch, cancellation))
            clips[clip] = path;
    }

    private static SamplePlan[] FirstClips(IReadOnlyList<SamplePlan> plans) =>
        [.. plans.Select(plan => plan with { Clips = [plan.Clips[0]] })];

    // The edited film of a triplet, and a mask, have the same times as their source.
    private async Task CutAlikeAsync(
        string path, string role, PixelRect? picture, IReadOnlyList<SamplePlan> plans,
        Dictionary<(string, string), string> clips, string scratch, CancellationToken cancellation)
    {
        var film = await VideoHeader.ReadAsync(path, tools.Media.Limits, cancellation);
        SamplePlan[] alike =
        [
            .. plans.Select(plan => plan with { Clips = [.. plan.Clips.Select(clip => clip with { Role = role })] }),
        ];
        await CutAsync(film, picture, alike, clips, scratch, cancellation);
    }

    public static Sample Dropped(SourceVideo source, int shot, Drop drop) => new()
    {
        Id = $"{source.Hash[..16]}-{shot:0000}",
        Source = source.Hash,
        Shot = shot,
        Bucket = "-",
        Rate = 0,
        Files = [],
        Drop = drop,
    };
}
