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
        return TrainingDevice.Of(asked).type == DeviceType.CUDA ? new Device(DeviceType.CUDA, localRank) : CPU;
    }

    /// <summary>Checks that this machine has a device for each of its ranks.</summary>
    /// <exception cref="ArgumentException">It has not, or there is no such device.</exception>
    public static void Require(string? asked, int ranks)
    {
        if (asked is not (null or "cpu" or "cuda"))
            throw new ArgumentException($"The device of ranks must be cpu or cuda, got '{asked}'.");
        if (TrainingDevice.Of(asked).type == DeviceType.CUDA && ranks > cuda.device_count())
            throw new ArgumentException($"{ranks} ranks on {cuda.device_count()} GPUs: each needs one of its own; "
                + "ask for fewer ranks (--nproc), or for the device cpu.");
    }
}
