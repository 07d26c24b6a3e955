using Mesh.Editing;
using Mesh.Editing.Memory;
using Mesh.Video;
using static TorchSharp.torch;

namespace Mesh.Cli.Edit;

/// <summary>Where an edit runs.</summary>
/// <param name="Device">Name of the device; null is the CPU.</param>
/// <param name="Memory">Bytes of it that may be used; null loads all networks in the folder's precision.</param>
/// <param name="Threads">Of one operator on the CPU; null is all cores.</param>
internal sealed record EditMachine(string? Device, long? Memory, int? Threads)
{
    /// <summary>Loads a model so that an edit of a film fits.</summary>
    /// <exception cref="ModelException">It cannot be loaded, or does not fit.</exception>
    /// <exception cref="UsageException">There is no such device.</exception>
    public async Task<EditModel> LoadAsync(string folder, string film, CancellationToken cancellation)
    {
        Compute.UseThreads(Threads);
        var place = Place();
        if (Memory is not { } limit)
            return ModelFolder.Load(folder, place);

        var video = await VideoProbe.ReadAsync(film, cancellation: cancellation);
        var plan = MemoryPlanner.Plan(folder, video.Width, video.Height, video.FrameCount, limit, place.type);
        return plan.Fits
            ? ModelFolder.Load(folder, plan, place)
            : throw new ModelException($"{folder} needs {plan.Peak:N0} bytes for this film at least, more than the "
                + $"{limit:N0} of --memory.");
    }

    private Device Place()
    {
        try
        {
            var place = device(Device ?? "cpu");
            return place.type != TorchSharp.DeviceType.CUDA || cuda.is_available()
                ? place
                : throw new UsageException($"--device {Device}: this libtorch sees no GPU.");
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            throw new UsageException($"--device must be cpu, cuda or cuda:N, got '{Device}'.");
        }
    }
}
