using Mesh.Curation.Analysis;
using Mesh.Curation.Clips;
using Mesh.Curation.Instructions;
using Mesh.Curation.Recipes;
using Mesh.Curation.Scenes;
using Mesh.Curation.Sources;

namespace Mesh.Curation.Dataset;

/// <summary>What the report and the card tell; of samples only counts and a few pictures are held.</summary>
internal sealed class DatasetFacts(Recipe recipe)
{
    private const int MostPictures = 48;
    private const int MostPerReason = 12;

    private readonly Dictionary<string, int> _shown = [];
    private readonly string[] _order =
    [
        Operators.Clips, .. recipe.Masks is null ? Array.Empty<string>() : [Operators.Masks],
        Operators.Instructions, Operators.Judge, .. recipe.Depth is null ? Array.Empty<string>() : [Operators.Depth],
        Operators.Balance,
    ];

    public Funnel Funnel { get; } = new();

    public int Sources { get; private set; }

    public int Shots { get; private set; }

    public int Samples { get; private set; }

    public int Shards { get; set; }

    public double Seconds { get; private set; }

    public SortedDictionary<string, int> Buckets { get; } = new(StringComparer.Ordinal);

    public List<ReportPicture> Kept { get; } = [];

    public List<ReportPicture> Dropped { get; } = [];

    public Histogram Motion { get; } = new("motion of shots, longer sides per second");

    public Histogram Duration { get; } = new("duration of shots, seconds");

    public Histogram Resolution { get; } = new("resolution of films");

    public Histogram InstructionLength { get; } = new("words of instructions");

    public Histogram Verbs { get; } = new("verbs of instructions");

    public Histogram Types { get; } = new("edit types");

    public void Count(IEnumerable<string> passed, Drop? drop) => Funnel.Count(passed, drop);

    public void Add(SourceAnalysis analysis)
    {
        Sources++;
        Count(analysis.Drop is null ? [Operators.Probe] : [], analysis.Drop);
        if (analysis.Facts is { } facts)
        {
            Resolution.Add($"{facts.Width}x{facts.Height}");
            Seconds += facts.Seconds;
        }
    }

    public void Add(SourceVideo source, Shot shot, Drop? drop)
    {
        Shots++;
        Motion.Add(shot.Motion.Travel, 0.05);
        Duration.Add(shot.Seconds, 1);
        var last = drop is null ? Operators.Duplicates : drop.Operator;
        string[] order = [Operators.Scenes, Operators.Motion, Operators.Duplicates];
        var passed = order.TakeWhile(name => name != last);
        Count(drop is null ? order : passed, drop);
        if (drop is not null)
            Show(source, shot, null, drop);
    }

    public void Add(SourceVideo source, Sample sample, SourceAnalysis analysis)
    {
        var passed = sample.Drop is { } drop ? _order.TakeWhile(name => name != drop.Operator) : _order;
        Count(passed, sample.Drop);
        var shot = analysis.Shots.First(each => each.Number == sample.Shot);
        Show(source, shot, sample, sample.Drop);
        if (sample.Drop is not null)
            return;
        Samples++;
        Buckets[sample.Bucket] = Buckets.GetValueOrDefault(sample.Bucket) + 1;
        if (sample.EditType is { } type)
            Types.Add(type);
        if (sample.Instruction is { } instruction)
        {
            InstructionLength.Add(instruction.Split(' ').Length, 2);
            Verbs.Add(VerbSynonyms.VerbOf(instruction) ?? "-");
        }
    }

    private void Show(SourceVideo source, Shot shot, Sample? sample, Drop? drop)
    {
        var pictures = drop is null ? Kept : Dropped;
        var reason = drop?.Reason ?? "";
        var shown = _shown[reason] = _shown.GetValueOrDefault(reason) + 1;
        if (pictures.Count >= MostPictures || (drop is not null && shown > MostPerReason) || shot.Picture is null)
            return;
        var words = drop is null ? sample?.Instruction ?? sample?.Caption ?? "" : $"{drop.Reason}: {drop.Detail}";
        pictures.Add(new($"{source.Name} shot {shot.Number}", words, shot.Picture));
    }
}

/// <summary>A thumbnail of the report.</summary>
internal sealed record ReportPicture(string Title, string Words, byte[] Png);
