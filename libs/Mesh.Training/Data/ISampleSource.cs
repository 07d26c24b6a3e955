using Mesh.Models;
using Mesh.Training.Recipes;

namespace Mesh.Training.Data;

/// <summary>Samples by number. The same number is the same sample on every rank and in every run.</summary>
public interface ISampleSource
{
    /// <summary>Names the samples and their order; a run goes on only with the ones it began with.</summary>
    string Fingerprint { get; }

    /// <summary>Size of every sample, by its number.</summary>
    IReadOnlyList<ClipBucket> Buckets { get; }

    /// <summary>Reads one sample; its tensors belong to the current dispose scope.</summary>
    TrainingSample Read(int sample);

    /// <summary>The empty instruction, a batch of one.</summary>
    TextCondition NoInstruction { get; }
}
