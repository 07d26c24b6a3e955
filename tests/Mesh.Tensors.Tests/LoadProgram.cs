using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Tensors.Tests;

/// <summary>
/// A process of its own that loads a checkpoint into linear layers and prints how many bytes its resident memory has
/// grown at most since before the layers were made.
/// </summary>
internal static class LoadProgram
{
    public static int Main(string[] args)
    {
        var (folder, layers, side) = (args[0], Number(args[1]), Number(args[2]));
        set_num_threads(1);
        Load(folder, layers: 0, side);
        var before = Status("VmRSS");

        Load(folder, layers, side);

        Console.WriteLine(Status("VmHWM") - before);
        return 0;
    }

    private static void Load(string folder, int layers, int side)
    {
        using var checkpoint = Checkpoint.Open(folder);
        if (layers == 0)
        {
            using var first = checkpoint.Read(checkpoint.Names.Order(StringComparer.Ordinal).First());
            return;
        }

        using var model = nn.Sequential([.. Enumerable.Range(0, layers)
            .Select(i => ($"{i}", (nn.Module<Tensor, Tensor>)nn.Linear(side, side, hasBias: false)))]);
        StateDict.Load(model, checkpoint);
        if (StateDict.Of(model)[$"{layers - 1}.weight"][side - 1, side - 1].ToSingle() != layers)
            throw new InvalidDataException("The last weight is not that of the checkpoint.");
    }

    private static long Status(string name)
    {
        var line = File.ReadLines("/proc/self/status").First(text => text.StartsWith(name, StringComparison.Ordinal));
        return 1024 * long.Parse(
            line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
