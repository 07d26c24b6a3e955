using System.Diagnostics;
using System.Text.Json;
using Mesh.Perception.Archives;
using Mesh.Tensors;
using Mesh.TestKit;
using static TorchSharp.torch;

namespace Mesh.Bench;

/// <summary>What a call through <see cref="ScriptNetwork"/> costs over the module's own forward.</summary>
internal static class PerceptionBench
{
    public const string Name = "perception";

    private const int Calls = 100;

    // A few microseconds, and about a millisecond.
    private static readonly (string Name, int Layers, long Side)[] Networks =
        [("one layer", 1, 4), ("8 layers", 8, 128)];

    public static int Run(BenchOptions options)
    {
        set_num_threads(options.Threads);
        using var ungraded = no_grad();
        Console.WriteLine($"{"network",-14}{"forward µs",12}{"Call µs",12}{"overhead µs",13}{"ratio",8}");
        foreach (var (name, layers, side) in Networks)
        {
            var folder = Directory.CreateTempSubdirectory("mesh-bench-");
            try
            {
                Print(name, Measure(Write(folder.FullName, layers, side), side, options.Rounds));
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }
        return 0;
    }

    // The best round of each, in turn.
    private static (double Own, double Ours) Measure(string archive, long side, int rounds)
    {
        using var module = jit.load(archive);
        using var network = ScriptNetwork.Load(archive);
        var x = randn(side, side);
        var (own, ours) = (double.MaxValue, double.MaxValue);
        for (var round = 0; round <= rounds; round++)
        {
            own = Math.Min(own, Time(() => module.forward(x)));
            ours = Math.Min(ours, Time(() => network.Call(x)));
        }
        return (own, ours);
    }

    private static double Time(Action call)
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Calls; i++)
        {
            using var scope = NewDisposeScope();
            call();
        }
        return watch.Elapsed.TotalMicroseconds / Calls;
    }

    private static void Print(string name, (double Own, double Ours) time) => Console.WriteLine(
        $"{name,-14}{time.Own,12:F1}{time.Ours,12:F1}{time.Ours - time.Own,13:F1}{time.Ours / time.Own,8:F3}");

    private static string Write(string folder, int layers, long side)
    {
        var path = Path.Combine(folder, "network.pt");
        var body = string.Concat(Enumerable.Repeat("    y = torch.tanh(torch.matmul(y, x))\n", layers));
        ScriptArchive.Write(path, ScriptArchive.Class(
            $"  def forward(self: __torch__.M, x: Tensor) -> Tensor:\n    y = x\n{body}    return y\n"));
        using var module = jit.load(path);
        var (input, json) = (randn(side, side), $$"""{"x": ["f32", {{side}}, {{side}}]}""");
        SafetensorsWriter.Save(SelfTest.PathOf(path), new Dictionary<string, Tensor>
        {
            ["case.in.x"] = input,
            ["case.out.x"] = (Tensor)module.forward(input)!,
        });
        new ArchiveManifest
        {
            Task = "score",
            Name = "bench",
            Version = "1",
            Sha256 = ArchiveGate.Checksum(path),
            Licence = new("Apache-2.0"),
            In = JsonDocument.Parse(json).RootElement,
            Out = JsonDocument.Parse(json).RootElement,
            SelfTest = [new("case", 1e-3)],
        }.Write(path);
        return path;
    }
}
