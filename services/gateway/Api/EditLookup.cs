using Mesh.Contracts.Gateway.V1;
using Mesh.ServiceDefaults.Errors;
using Mesh.Stores.Jobs;

namespace Mesh.Gateway.Api;

/// <summary>Finds edits of a tenant; those of others are as unknown as those that never were.</summary>
public sealed class EditLookup(IEditJobStore jobs)
{
    public const int DefaultPage = 50;
    public const int MaxPage = 200;

    private const int MaxToken = 256;

    /// <param name="caller">Who asks.</param>
    /// <param name="id">As the caller wrote it.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="RequestException">There is none: NOT_FOUND.</exception>
    public async Task<EditJob> GetAsync(Caller caller, string id, CancellationToken cancellation) =>
        Guid.TryParseExact(id, "N", out var key) && await jobs.GetAsync(caller.Tenant, key, cancellation) is { } job
            ? job
            : throw RequestErrors.NotFound("edit", id);

    /// <summary>Edits of the caller, newest first.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="state">Only these, unless unspecified.</param>
    /// <param name="size">1 to 200; 0 is 50.</param>
    /// <param name="token">Where to go on; empty for the start.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="InvalidRequestException">Size, state or token is wrong.</exception>
    public async Task<EditPage> ListAsync(
        Caller caller, EditState state, int size, string token, CancellationToken cancellation)
    {
        if (size is < 0 or > MaxPage)
            throw new InvalidRequestException("page_size", $"must be 0 to {MaxPage}, got {size}");
        if (!Enum.IsDefined(state))
            throw new InvalidRequestException("state", $"must be 0 to {(int)EditState.Cancelled}, got {(int)state}");
        if (token.Length > MaxToken)
            throw WrongToken();
        try
        {
            return await jobs.ListAsync(
                new()
                {
                    Tenant = caller.Tenant,
                    State = state == EditState.Unspecified ? null : (EditJobState)(state - EditState.Queued),
                    PageSize = size == 0 ? DefaultPage : size,
                    Cursor = token == "" ? null : token,
                },
                cancellation);
        }
        catch (ArgumentException)
        {
            throw WrongToken();
        }
    }

    private static InvalidRequestException WrongToken() =>
        new("page_token", "must be the next_page_token of a page before, got something else");
}
