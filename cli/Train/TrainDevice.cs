using static TorchSharp.torch;

namespace Mesh.Cli.Train;

/// <summary>The device that was asked for.</summary>
internal static class TrainDevice
{
    /// <param name="name">cpu, cuda, cuda:1 and the like; null takes a GPU where there is one.</param>
    /// <exception cref="UsageException">There is no such device here.</exception>
    public static Device Of(string? name)
    {
        if (name is null or "cpu")
            return name is null && cuda.is_available() ? CUDA : CPU;
        if (name != "cuda" && !name.StartsWith("cuda:", StringComparison.Ordinal))
            throw new UsageException($"--device must be cpu or cuda, got '{name}'.");
        if (!cuda.is_available())
        {
            throw new UsageException(
                $"--device {name}: libtorch {__version__} finds no GPU here; "
                + "set LIBTORCH to a libtorch 2.x with CUDA.");
        }
        return device(name);
    }
}
