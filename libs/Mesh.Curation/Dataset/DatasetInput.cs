using Mesh.Curation.Analysis;
using Mesh.Curation.Clips;
using Mesh.Curation.Pipeline;
using Mesh.Curation.Sources;

namespace Mesh.Curation.Dataset;

/// <summary>Everything a dataset is written from; films are read one at a time.</summary>
internal sealed record DatasetInput(
    CurationSources Sources, Selection Selection, Func<SourceVideo, Task<SourceAnalysis>> Analysis,
    Func<SourceVideo, Task<SourceSamples>> Samples);

/// <summary>What was written.</summary>
/// <param name="Sources">Films, each content once.</param>
/// <param name="Shots">Shots found in them.</param>
/// <param name="Samples">Samples in the dataset.</param>
/// <param name="Shards">Tar files.</param>
/// <param name="Dropped">How many were dropped, by operator.</param>
public sealed record DatasetSummary(
    int Sources, int Shots, int Samples, int Shards, IReadOnlyDictionary<string, int> Dropped);
