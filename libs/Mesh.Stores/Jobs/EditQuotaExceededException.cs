namespace Mesh.Stores.Jobs;

/// <summary>A tenant has as much in the mesh as it may have.</summary>
/// <param name="quota">What there is too much of, for example "queued edits".</param>
/// <param name="limit">How much there may be.</param>
/// <param name="used">How much there would be with the edit that was refused.</param>
public sealed class EditQuotaExceededException(string quota, long limit, long used)
    : Exception($"Quota of {quota}: at most {limit}, and this edit would make it {used}.")
{
    public string Quota { get; } = quota;

    public long Limit { get; } = limit;

    public long Used { get; } = used;
}
