using System.Globalization;
using Mesh.Models.Llama;
using Mesh.Nn;
using Mesh.Tensors;
using static TorchSharp.torch;

namespace Mesh.Bench;

/// <summary>A LLaMA of 0.2 B parameters: what loading it takes, and how fast it reads and writes.</summary>
internal static class LanguageBench
{
    public const string Name = "language";

    private const int Prompt = 128;
    private const int Written = 64;
    private const double CacheTarget = 3;

    private static readonly LlamaConfig Config = LlamaConfig.Llava8B with
    {
        VocabularySize = 32_000,
        HiddenSize = 1024,
        FfnSize = 2816,
        NumLayers = 12,
        NumHeads = 16,
        NumKeyValueHeads = 4,
    };

    /// <returns>0 when every target is met, else 1.</returns>
    public static int Run(BenchOptions options)
    {
        set_num_threads(options.Threads);
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            using (var model = new LlamaLanguageModel(Config, Layers.On(CPU, ScalarType.BFloat16)))
                SafetensorsWriter.Save(file, StateDict.Of(model));
            GC.Collect();
            using var loaded = Load(file);
            return Speed(loaded);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static LlamaLanguageModel Load(string file)
    {
        var before = Status("VmRSS");
        using var checkpoint = Checkpoint.Open(file);
        LlamaLanguageModel? model = null;
        var time = StepTime.Measure(
            () =>
            {
                model = new LlamaLanguageModel(Config);
                StateDict.Load(model, checkpoint);
            },
            iterations: 1);
        var bytes = model!.parameters().Sum(weight => weight.numel() * weight.element_size());
        Console.WriteLine(
            $"loading {new FileInfo(file).Length >> 20} MiB of bfloat16 into {bytes >> 20} MiB of float32: "
            + $"{time.Wall:0.0} s, {time.Cpu:0.0} s of processor time");
        Console.WriteLine(
            $"memory grew by {Status("VmRSS") - before >> 20} MiB; peak of the process {Status("VmHWM") >> 20} MiB");
        return model;
    }

    private static int Speed(LlamaLanguageModel model)
    {
        using var mode = inference_mode();
        using var scope = NewDisposeScope();
        using var random = new Generator(1);
        var ids = randint(0, Config.VocabularySize, [1, Prompt], ScalarType.Int64, generator: random);
        var mask = ones_like(ids);
        Generate(tokens: 1);
        var reading = Generate(tokens: 1);
        var writing = Generate(Written + 1) - reading;
        var (read, written) = (Prompt / reading, Written / writing);
        var ratio = written * reading;  // without a cache each token costs a pass over all before it
        Console.WriteLine($"reads {read:0} and writes {written:0.0} tokens a second of processor time");
        Console.WriteLine($"a token with the cache is {ratio:0.0} times as fast as a pass over {Prompt} tokens "
            + $"(target {CacheTarget:0})");
        return ratio >= CacheTarget ? 0 : 1;

        double Generate(int tokens) => StepTime.Measure(
            () => model.Generate(ids, mask, new() { MaxTokens = tokens }), iterations: 1).Cpu;
    }

    private static long Status(string name)
    {
        var line = File.ReadLines("/proc/self/status").First(text => text.StartsWith(name, StringComparison.Ordinal));
        return 1024 * long.Parse(
            line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
