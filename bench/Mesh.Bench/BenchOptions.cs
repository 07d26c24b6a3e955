using System.Runtime.CompilerServices;
using Mesh.Bench.Curation;
using Mesh.Bench.Train;
using static TorchSharp.torch;

namespace Mesh.Bench;

/// <summary>What to time and how.</summary>
internal sealed record BenchOptions(
    string Suite, IReadOnlyList<BenchCase> Cases, int Threads, int Rounds, Device Device)
{
    /// <summary>The suite that needs no tensors.</summary>
    public const string Tokenizers = "tokenizers";

    /// <summary>The case that was named; null for all.</summary>
    public string? Only { get; init; }

    /// <summary>Where the Python side lies.</summary>
    public string PeerFolder { get; } = Path.GetFullPath(Path.Combine(ThisFolder(), "../peers"));

    /// <summary>Where the peer in JavaScript lies.</summary>
    public string WirePeerFolder => Path.Combine(PeerFolder, "grpc");

    /// <summary>The checkout.</summary>
    public string Repository { get; } = Path.GetFullPath(Path.Combine(ThisFolder(), "../.."));

    /// <summary>Where the contracts lie.</summary>
    public string ProtoFolder { get; } = Path.GetFullPath(Path.Combine(ThisFolder(), "../../protos"));

    /// <summary>Reads the command line; null after one line on stderr when it is wrong.</summary>
    public static BenchOptions? Parse(string[] args)
    {
        var (suite, threads, rounds, only, place) = ("all", 1, 7, (string?)null, CPU);
        for (var i = 0; i < args.Length; i++)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            switch (args[i])
            {
                case "torch" or "models" or "grpc" or Tokenizers or LanguageBench.Name or MeshBench.Name or "all":
                case PerceptionBench.Name or CurationBench.Name or TrainBench.Name:
                    suite = args[i];
                    break;
                case "--threads" when int.TryParse(value, out threads) && threads > 0: i++; break;
                case "--rounds" when int.TryParse(value, out rounds) && rounds > 0: i++; break;
                case "--device" when value is "cpu" or "cuda": (place, i) = (device(value), i + 1); break;
                case "--case" when value != "": (only, i) = (value, i + 1); break;
                default: return Refuse($"cannot read '{args[i]}', see ./mesh bench --help");
            }
        }

        BenchCase[] cases = [.. suite == "models" ? [] : OperatorCases.All, .. suite == "torch" ? [] : ModelCases.All];
        if (place.type == TorchSharp.DeviceType.CUDA && !cuda.is_available())
            return Refuse($"libtorch {__version__} finds no GPU here; set LIBTORCH to a libtorch 2.x with CUDA");
        if (suite is "grpc" or LanguageBench.Name or MeshBench.Name or PerceptionBench.Name
            or CurationBench.Name or TrainBench.Name)
            return new BenchOptions(suite, [], threads, rounds, place) { Only = only };
        var chosen = cases.Where(item => only is null || item.Name == only).ToArray();
        return chosen.Length == 0
            ? Refuse($"no case '{only}', there are: {string.Join(", ", cases.Select(item => item.Name))}")
            : new BenchOptions(suite, chosen, threads, rounds, place);
    }

    private static BenchOptions? Refuse(string reason)
    {
        Console.Error.WriteLine($"mesh bench: {reason}");
        return null;
    }

    private static string ThisFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
