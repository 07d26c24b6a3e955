using Mesh.Video.Geometry;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Editing.Memory;

/// <summary>Finds the fastest way to run a model within a limit of memory, from sizes alone.</summary>
public static class MemoryPlanner
{
    private static readonly ModelParts[] Parts = [ModelParts.Text, ModelParts.Vae, ModelParts.Transformer];

    private static readonly int[] Places = [32, 16, 8, 4, 2, 1];

    /// <param name="path">The model folder; its weights need not be there.</param>
    /// <param name="width">Of the film, pixels.</param>
    /// <param name="height">Of the film, pixels.</param>
    /// <param name="frames">Of the film.</param>
    /// <param name="limit">Bytes that may be used.</param>
    /// <param name="device">Where it runs.</param>
    /// <param name="dtype">Precision of all networks; null is the folder's own, or what suits the device.</param>
    /// <returns>The first that fits, or the smallest when none does.</returns>
    /// <exception cref="ModelException">The folder is of no known family.</exception>
    public static MemoryPlan Plan(
        string path, int width, int height, int frames, long limit, DeviceType device, ScalarType? dtype = null)
    {
        var files = new ModelFiles(path);
        var family = ModelFolder.FamilyOf(files, path);
        var description = family.Describe(files);
        var networks = family.Networks(files);
        var sizes = networks.ToDictionary(network => network, NetworkSize.Of);
        var count = FramePadding.Padded(
            Math.Min(frames, description.Defaults.Frames), description.Shapes.TemporalFactor);
        var size = description.SizeFor(height, width);

        MemoryPlan? last = null;
        foreach (var memory in Candidates(description, networks, limit))
        {
            var window = new WindowShape(count, size, memory.BatchGuidance ? 2 : 1, device == DeviceType.CPU);
            last = Of(memory, window);
            if (last.Fits)
                return last;
        }
        return last!;

        MemoryPlan Of(ModelMemory memory, WindowShape window)
        {
            var precision = Parts.ToDictionary(part => part, part => dtype ?? Precision(networks, part, device));
            var weights = Parts.ToDictionary(part => part, part => networks.Where(network => network.Part == part)
                .Sum(network => sizes[network].Resident(part == ModelParts.Transformer ? memory.ResidentBlocks : null)
                    * precision[part].ElementSize()));
            var counts = family.Activations(files, window);
            StageMemory[] stages =
            [
                Stage(ModelParts.Text, counts.Text),
                Stage(ModelParts.Vae, counts.Vae),
                Stage(ModelParts.Transformer, counts.Transformer + counts.Scores),
            ];
            return new(precision, Limited(memory, weights), stages, limit)
            {
                Window = window,
                IsTiled = counts.IsTiled,
            };

            StageMemory Stage(ModelParts part, long numbers) => new(
                part,
                memory.Budget is null ? weights.Values.Sum() : weights[part],
                numbers * precision[part].ElementSize());
        }
    }

    // In the order of speed: everything at once, then less and less of it.
    private static IEnumerable<ModelMemory> Candidates(
        ModelDescription description, IReadOnlyList<NetworkFile> networks, long limit)
    {
        if (description.Defaults.Guidance != 1)
            yield return new() { BatchGuidance = true };
        yield return new();
        yield return new() { Budget = limit };
        if (!networks.Any(network => network.Lists.Count > 0))
            yield break;
        foreach (var places in Places)
            yield return new() { Budget = limit, ResidentBlocks = places };
    }

    // Parts are freed for one another: the budget of weights is that of the largest.
    private static ModelMemory Limited(ModelMemory memory, Dictionary<ModelParts, long> weights) =>
        memory.Budget is null ? memory : memory with { Budget = weights.Values.Max() };

    private static ScalarType Precision(IReadOnlyList<NetworkFile> networks, ModelParts part, DeviceType device)
    {
        var network = networks.First(network => network.Part == part);
        return network.DType ?? (device == DeviceType.CPU ? ScalarType.Float32 : network.GpuDType);
    }
}
