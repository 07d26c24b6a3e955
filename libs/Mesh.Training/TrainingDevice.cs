using static TorchSharp.torch;

namespace Mesh.Training;

/// <summary>The device that was asked for.</summary>
public static class TrainingDevice
{
    /// <param name="name">cpu, cuda, cuda:1 and the like; null takes a GPU where there is one.</param>
    /// <exception cref="ArgumentException">There is no such device here.</exception>
    public static Device Of(string? name)
    {
        if (name is null or "cpu")
            return name is null && cuda.is_available() ? CUDA : CPU;
        if (name != "cuda" && !name.StartsWith("cuda:", StringComparison.Ordinal))
            throw new ArgumentException($"The device must be cpu or cuda, got '{name}'.");
        if (!cuda.is_available())
        {
            throw new ArgumentException(
                $"The device {name}: libtorch {__version__} finds no GPU here; "
                + "set LIBTORCH to a libtorch 2.x with CUDA, or ask for the device cpu.");
        }
        return device(name);
    }
}
