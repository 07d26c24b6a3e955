using System.Globalization;
using Mesh.Models.MmDit;
using static TorchSharp.torch;

namespace Mesh.Models.Tests.MmDit;

/// <summary>
/// A process of its own that runs the transformer once and prints how many bytes its resident memory has grown at most.
/// </summary>
internal static class MemoryProgram
{
    public const int TextTokens = 16;

    /// <summary>Wide enough that activations outweigh what .NET takes meanwhile.</summary>
    public static MmDitConfig Config { get; } = MmDitConfig.Hunyuan13B with
    {
        InChannels = 4,
        TextChannels = 8,
        PooledChannels = 6,
        HiddenSize = 128,
        NumHeads = 1,
        NumDoubleBlocks = 1,
        NumSingleBlocks = 2,
        RopeChannels = [16, 56, 56],
    };

    public static int Main(string[] args)
    {
        set_num_threads(1);
        var side = int.Parse(args[0], CultureInfo.InvariantCulture);
        using var model = new MmDitModel(Config);
        Run(model, side: 4);
        var before = Status("VmRSS");
        Run(model, side);
        Console.WriteLine(Status("VmHWM") - before);
        return 0;
    }

    private static void Run(MmDitModel model, int side)
    {
        using var mode = inference_mode();
        using var scope = NewDisposeScope();
        var latent = ones([1, 4, 2, side, side]);
        var text = new TextCondition(
            ones(1, TextTokens, 8), ones([1, TextTokens], ScalarType.Int64), ones(1, 6));
        _ = model.call(new(latent, latent, text, full([1], 500f), full([1], 1000f)));
    }

    private static long Status(string name)
    {
        var line = File.ReadLines("/proc/self/status").First(text => text.StartsWith(name, StringComparison.Ordinal));
        return 1024 * long.Parse(
            line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
