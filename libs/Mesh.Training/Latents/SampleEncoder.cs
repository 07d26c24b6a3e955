using System.Text;
using Mesh.Editing;
using Mesh.Editing.Stages;
using Mesh.Models;
using Mesh.Training.Data;
using Mesh.Video;
using static TorchSharp.torch;

namespace Mesh.Training.Latents;

/// <summary>Makes of two clips and an instruction what a network learns from.</summary>
/// <param name="model">Loaded with text encoder and autoencoder; owned.</param>
public sealed class SampleEncoder(EditModel model) : IDisposable
{
    /// <summary>The networks it needs of a model folder.</summary>
    public const ModelParts Parts = ModelParts.Text | ModelParts.Vae;

    private readonly ClipStage _clips = new(model);

    /// <summary>What the latents and texts are like.</summary>
    public ModelShapes Shapes => model.Description.Shapes;

    /// <returns>Tensors of the CPU, owned by the current dispose scope.</returns>
    /// <exception cref="InvalidDataException">It is no pair, or cannot be encoded; names shard and sample.</exception>
    public TrainingSample Encode(ShardSample sample)
    {
        try
        {
            var source = Clip(sample, "original.");
            var target = Clip(sample, "edited.");
            var words = sample.Find("txt") is { } text ? Encoding.UTF8.GetString(sample.Read(text)) : "";
            return new TrainingSample(source, target, EncodeText(words));
        }
        catch (Exception error) when (error is VideoException or ArgumentException or EndOfStreamException)
        {
            throw new InvalidDataException($"{sample.Shard}: {sample.Id} cannot be encoded: {error.Message}", error);
        }
    }

    /// <param name="instruction">In words; an empty one means none.</param>
    /// <returns>A batch of one on the CPU, owned by the current dispose scope.</returns>
    /// <exception cref="ArgumentException">The encoder cannot read it.</exception>
    public TextCondition EncodeText(string instruction)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var text = model.Text.Encode([instruction]);
        return new TextCondition(Kept(text.Tokens), Kept(text.Mask), Kept(text.Pooled));

        static Tensor Kept(Tensor part) => part.cpu().MoveToOuterDisposeScope();
    }

    public void Dispose() => model.Dispose();

    // The decoder wants a file of its own.
    private Tensor Clip(ShardSample sample, string role)
    {
        if (sample.Find(role) is not { } file)
            throw new InvalidDataException($"{sample.Shard}: {sample.Id} has no {role}mp4: it is no pair of clips.");
        var path = Path.Combine(Path.GetTempPath(), $"mesh-{Guid.NewGuid():N}.{file.Name}");
        try
        {
            File.WriteAllBytes(path, sample.Read(file));
            var (height, width, frames) = sample.Bucket;
            return _clips.EncodeAsync(path, new(width, height), frames).GetAwaiter().GetResult();
        }
        finally
        {
            File.Delete(path);
        }
    }
}
