using Google.Protobuf.WellKnownTypes;
using Mesh.Contracts.Curation.V1;
using Mesh.Curator.Jobs;
using Mesh.Stores.Curation;

namespace Mesh.Curator.Api;

/// <summary>A job as callers see it.</summary>
internal static class JobView
{
    public static Job Of(CurationJob job) => new()
    {
        Id = job.Id.ToString("D"),
        Recipe = job.Name,
        State = (JobState)((int)job.State + 1),
        Sources = job.Sources,
        Looked = job.Looked,
        Made = job.Made,
        Samples = job.Samples,
        Dataset = job.State == CurationState.Completed ? JobWork.DatasetPrefix(job.Id) : "",
        Error = job.Error ?? "",
        Created = Timestamp.FromDateTimeOffset(job.Created),
        Ended = job.Ended is { } ended ? Timestamp.FromDateTimeOffset(ended) : null,
    };
}
