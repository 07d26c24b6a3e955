using Mesh.Tensors;
using static TorchSharp.torch;

namespace Mesh.Editing.Stages;

/// <summary>The latents of every window of a film: one safetensors file, float32, window.00000 and so on.</summary>
/// <typeparam name="TFacts">What its stage says about it.</typeparam>
internal sealed class LatentFile<TFacts> : IDisposable
    where TFacts : ILatentFacts
{
    private readonly SafetensorsFile _file;

    private LatentFile(SafetensorsFile file) => (_file, Facts) = (file, StageMetadata.Read<TFacts>(file));

    public TFacts Facts { get; }

    public FilmPlan Plan => Facts.Plan;

    /// <exception cref="InvalidDataException">The file does not hold the latents its plan promises.</exception>
    public static LatentFile<TFacts> Open(string path, ModelShapes shapes)
    {
        var file = SafetensorsFile.Open(path);
        try
        {
            var latents = new LatentFile<TFacts>(file);
            latents.RequireShapes(shapes);
            return latents;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Starts a file; the latents of its windows are then written in order.</summary>
    public static SafetensorsAppender Create(string path, TFacts facts, ModelShapes shapes)
    {
        var slots = facts.Plan.Windows.Index().Select(window => new TensorSlot(
            Name(window.Index), ScalarType.Float32, facts.Shape(window.Index, shapes)));
        return SafetensorsAppender.Create(path, [.. slots], StageMetadata.Of(facts));
    }

    public static string Name(int window) => $"window.{window:D5}";

    /// <returns>[1, C, T, h, w], owned by the caller.</returns>
    public Tensor Read(int window, Device device) => _file.Read(Name(window), device: device);

    public void Dispose() => _file.Dispose();

    private void RequireShapes(ModelShapes shapes)
    {
        for (var window = 0; window < Plan.Windows.Count; window++)
        {
            var expected = Facts.Shape(window, shapes);
            var got = _file.Entries.GetValueOrDefault(Name(window));
            if (got is not { DType: ScalarType.Float32 } || !got.Shape.SequenceEqual(expected))
            {
                throw new InvalidDataException(
                    $"{_file.Path}: {Name(window)} must be Float32 [{string.Join(", ", expected)}], got "
                    + $"{(got is null ? "nothing" : $"{got.DType} [{string.Join(", ", got.Shape)}]")}.");
            }
        }
    }
}

/// <summary>Facts about latents of a whole film.</summary>
internal interface ILatentFacts
{
    FilmPlan Plan { get; }

    /// <summary>Shape of the latent of a window.</summary>
    long[] Shape(int window, ModelShapes shapes);
}

/// <summary>What source latents were made of.</summary>
/// <param name="Model">Name of the model that encoded them.</param>
/// <param name="Plan">How the film was cut.</param>
/// <param name="References">Latent frames that lead in every window.</param>
internal sealed record SourceFacts(string Model, FilmPlan Plan, int References = 0) : ILatentFacts
{
    public long[] Shape(int window, ModelShapes shapes) => shapes.Source(Plan.Latent(window, shapes), References);
}

/// <summary>What edited latents were made of.</summary>
/// <param name="Model">Name of the model that denoised them.</param>
/// <param name="Plan">How the film was cut.</param>
/// <param name="Instruction">What was to change, in words.</param>
/// <param name="Settings">How it was run.</param>
internal sealed record EditedFacts(string Model, FilmPlan Plan, string Instruction, EditSettings Settings)
    : ILatentFacts
{
    public long[] Shape(int window, ModelShapes shapes) => Plan.Latent(window, shapes);
}
