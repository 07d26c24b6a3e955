using Mesh.Contracts.Gateway.V1;
using Mesh.Gateway.Edits;
using Mesh.Gateway.Uploads;
using Mesh.ServiceDefaults.Hosting;
using Mesh.Stores.Artifacts;
using Mesh.Stores.Jobs;

namespace Mesh.Gateway.Api;

/// <summary>The door through which edits come in, whatever language they are asked for in.</summary>
public sealed class EditIntake(
    UploadOptions limits, MeshOptions mesh, IArtifactStore artifacts, IEditJobStore jobs, VideoCheck videos,
    EditDispatcher dispatcher, HttpClient http)
{
    private readonly string[] _models = [.. mesh.Models.Folders.Keys.Append(mesh.Models.Default).Distinct()];

    public UploadOptions Limits => limits;

    internal IArtifactStore Artifacts => artifacts;

    internal IEditJobStore Jobs => jobs;

    internal VideoCheck Videos => videos;

    internal EditDispatcher Dispatcher => dispatcher;

    internal UriSource Uris { get; } = new(limits, artifacts, http);

    /// <summary>A new submission; the caller disposes it.</summary>
    public EditDraft Begin(Caller caller) => new(this, caller);

    /// <summary>The edit that a tenant has submitted with a key before, or null.</summary>
    public Task<EditJob?> FindAsync(Caller caller, string idempotencyKey, CancellationToken cancellation) =>
        idempotencyKey == "" ? Task.FromResult<EditJob?>(null)
            : jobs.FindAsync(caller.Tenant, idempotencyKey, cancellation);

    /// <exception cref="ServiceDefaults.Errors.InvalidRequestException">Fields are wrong; each is named.</exception>
    public void Check(EditOptions options) => OptionRules.Check(options, limits, _models);
}
