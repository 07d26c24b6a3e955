namespace Mesh.Parity.Tests;

/// <summary>Every kind of golden file that has a network.</summary>
internal static class GoldenKinds
{
    private const string FolderVariable = "MESH_GOLDENS";

    private static readonly IGoldenKind[] All =
    [
        new IcveForwardKind(),
        new IcveTrainingKind(),
        new HunyuanTextToVideoKind(),
        new CausalVaeKind(),
        new LlamaKind(),
        new ClipKind(),
        new LlavaKind(),
        new ResizeKind(),
        new ImageProcessorsKind(),
        new IcvePipelineKind(),
        new SchedulesKind(),
        new Umt5Kind(),
        new WanVaceKind(),
        new WanVaeKind(),
        new WanPipelineKind(),
        new NamesKind(),
        new QwenImageVaeKind(),
        new FluxKind(),
        new QwenImageKind(),
        new VitKind(),
        new DepthAnythingKind(),
        new QwenVlKind(),
        new LoraKind(),
    ];

    /// <summary>The folder named by MESH_GOLDENS, or tests/goldens of the repository.</summary>
    public static string Folder { get; } = Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder
        ? folder
        : Path.Combine(TestKit.RepositoryRoot.Path, "tests", "goldens");

    /// <summary>Every golden of the folder, sorted.</summary>
    public static IEnumerable<string> Paths(GoldenSource source) => (source switch
    {
        GoldenSource.Tokenizers => Entries("tokenizers", Directory.EnumerateDirectories),
        GoldenSource.Pickles => Entries("pickle", Directory.EnumerateFiles).Where(path => !IsNumbers(path)),
        _ => Entries("", Directory.EnumerateFiles).Where(IsNumbers),
    }).Order(StringComparer.Ordinal);

    /// <summary>Whether a golden holds recorded numbers.</summary>
    public static bool IsNumbers(string path) => Path.GetExtension(path) is ".safetensors" or ".json";

    /// <summary>The kind of a file, or null for one whose network does not exist yet.</summary>
    public static IGoldenKind? Of(Golden golden) => All.FirstOrDefault(kind => kind.Accepts(golden));

    private static IEnumerable<string> Entries(string folder, Func<string, IEnumerable<string>> list) =>
        Path.Combine(Folder, folder) is var path && Directory.Exists(path) ? list(path) : [];
}
