using Mesh.Curation.Clips;
using Mesh.Curation.Motion;
using Mesh.Curation.Recipes;

namespace Mesh.Curation.Instructions;

/// <summary>
/// States only what can be measured: what the camera does, where the rest of the picture goes, which colours there are,
/// and which clip comes first. Needs no network and no endpoint.
/// </summary>
public sealed class MeasuredAnnotator : IAnnotator
{
    // Longer sides, or sizes, per second.
    private const double Pan = 0.02;
    private const double Zoom = 0.03;
    private const double Turn = 0.03;
    private const double Object = 0.03;
    private const double ObjectShare = 0.03;

    private const double ColourShare = 0.08;
    private const double Light = 12;

    private static readonly string[] Hues =
    [
        "red", "orange", "yellow", "lime", "green", "spring green", "cyan", "azure", "blue", "violet",
        "magenta", "rose",
    ];

    public string Name => "measured-1";

    public bool NeedsMeasure => true;

    public Task<Annotation> AnnotateAsync(AnnotationRequest request, CancellationToken cancellation)
    {
        var first = request.Clips[0];
        if (request.Task != RecipeTask.Pairs)
            return Task.FromResult(new Annotation(null, Caption(Measure(first)), null));
        var second = request.Clips[1];
        var (words, type) = Changes(Measure(first), Measure(second));
        if (words.Count == 0)
        {
            words.Add(second.Start > first.Start
                ? "show a later moment of the same scene" : "show an earlier moment of the same scene");
            type = "moment";
        }
        return Task.FromResult(new Annotation(Sentence(words), Caption(Measure(first)), type));
    }

    private static ClipMeasure Measure(AnnotationClip clip) =>
        clip.Measure ?? throw new ArgumentException("The clip was not measured.", nameof(clip));

    private static (List<string> Words, string Type) Changes(ClipMeasure from, ClipMeasure to)
    {
        var words = Camera(to.Motion).Except(Camera(from.Motion)).ToList();
        var type = words.Count > 0 ? "camera" : "";
        if (words.Count == 0 && Camera(from.Motion).Any() && !Camera(to.Motion).Any())
            (words, type) = (["keep the camera still"], "camera");
        if (Subject(to.Motion) is { } subject && subject != Subject(from.Motion))
        {
            words.Add($"let the subject move {subject}");
            type = type == "" ? "motion" : type;
        }
        if (Colour(to) is { } colour && colour != Colour(from))
        {
            words.Add($"make {colour} the main colour");
            type = type == "" ? "colour" : type;
        }
        if (words.Count == 0 && Math.Abs(to.Light - from.Light) > Light)
            (words, type) = ([to.Light > from.Light ? "increase the brightness" : "decrease the brightness"], "light");
        return (words, type);
    }

    private static IEnumerable<string> Camera(MotionScore motion)
    {
        if (Math.Abs(motion.PanX) > Pan)
            yield return $"pan the camera to the {(motion.PanX < 0 ? "right" : "left")}";
        if (Math.Abs(motion.PanY) > Pan)
            yield return $"tilt the camera {(motion.PanY < 0 ? "down" : "up")}";
        if (Math.Abs(motion.Zoom) > Zoom)
            yield return $"zoom {(motion.Zoom > 0 ? "in" : "out")}";
        if (Math.Abs(motion.Turn) > Turn)
            yield return $"turn the picture {(motion.Turn > 0 ? "clockwise" : "counter-clockwise")}";
    }

    private static string? Subject(MotionScore motion)
    {
        var (x, y) = (motion.ObjectX, motion.ObjectY);
        if (motion.ObjectShare < ObjectShare || Math.Sqrt(x * x + y * y) < Object)
            return null;
        return Math.Abs(x) > Math.Abs(y) ? x > 0 ? "to the right" : "to the left" : y > 0 ? "down" : "up";
    }

    private static string? Colour(ClipMeasure measure)
    {
        var most = Enumerable.Range(0, Hues.Length).MaxBy(hue => measure.Hues[hue]);
        return measure.Hues[most] < ColourShare ? null : Hues[most];
    }

    private static string Caption(ClipMeasure measure)
    {
        var camera = Camera(measure.Motion).ToArray();
        var moves = camera.Length == 0 ? "the camera is still" : $"a camera move: {string.Join(", ", camera)}";
        var subject = Subject(measure.Motion) is { } direction ? $"; the subject moves {direction}" : "";
        var colour = Colour(measure) is { } main ? $"; the main colour is {main}" : "";
        return $"A clip with {moves}{subject}{colour}.".Replace("with the camera is", "in which the camera is");
    }

    private static string Sentence(List<string> words)
    {
        var joined = words.Count == 1
            ? words[0] : $"{string.Join(", ", words.Take(words.Count - 1))} and {words[^1]}";
        return $"{char.ToUpperInvariant(joined[0])}{joined[1..]}.";
    }
}
