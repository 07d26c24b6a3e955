using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Training.Launch;

/// <summary>Where a rank computes: each on a GPU of its own, or all on the CPU.</summary>
internal static class RankDevice
{
    /// <param name="asked">cpu or cuda; null is cuda where libtorch finds a GPU.</param>
    /// <param name="localRank">Number of the rank on this machine.</param>
    /// <exception cref="ArgumentException">This machine has no GPU for this rank, or there is no such device.
    /// </exception>
    public static Device Of(string? asked, int localRank)
    {
        Require(asked, localRank + 1);
        return IsGpu(asked) ? new Device(DeviceType.CUDA, localRank) : CPU;
    }

    /// <summary>Checks that this machine has a device for each of its ranks.</summary>
    /// <exception cref="ArgumentException">It has not, or there is no such device.</exception>
    public static void Require(string? asked, int ranks)
    {
        if (asked is not (null or "cpu" or "cuda"))
            throw new ArgumentException($"The device of ranks must be cpu or cuda, got '{asked}'.");
        if (!IsGpu(asked))
            return;
        if (!cuda.is_available())
            throw new ArgumentException($"Ranks on cuda: libtorch {__version__} finds no GPU here; "
                + "set LIBTORCH to a libtorch 2.x with CUDA, or ask for the device cpu.");
        if (ranks > cuda.device_count())
            throw new ArgumentException($"{ranks} ranks on {cuda.device_count()} GPUs: each needs one of its own; "
                + "ask for fewer ranks (--nproc), or for the device cpu.");
    }

    private static bool IsGpu(string? asked) => asked == "cuda" || (asked is null && cuda.is_available());
}
