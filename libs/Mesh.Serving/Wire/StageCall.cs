using Grpc.Core;
using Mesh.Contracts.Bus;
using Mesh.Editing;
using Mesh.Editing.Serving;
using Mesh.ServiceDefaults.Bus;
using Mesh.ServiceDefaults.Errors;

namespace Mesh.Serving.Wire;

/// <summary>Runs the work of a direct call as the process's one unit of work, beside those of the bus.</summary>
/// <param name="slot">One for the process.</param>
public sealed class StageCall(WorkSlot slot)
{
    /// <param name="models">Where the model comes from.</param>
    /// <param name="model">Its name; empty for the default.</param>
    /// <param name="work">What to do; it runs on a thread of its own.</param>
    /// <param name="context">The call: whoever hangs up stops the work.</param>
    /// <exception cref="RequestException">The caller asked for what cannot be done.</exception>
    public async Task<T> RunAsync<T>(
        ModelHost models, string model, Func<ModelHandle, CancellationToken, T> work, ServerCallContext context)
    {
        var cancellation = context.CancellationToken;
        try
        {
            using var handle = await models.AcquireAsync(model, cancellation);
            using var turn = await slot.TryTakeAsync(
                EditPriority.Interactive, Timeout.InfiniteTimeSpan, cancellation)
                ?? throw new OperationCanceledException(cancellation);
            return await Task.Run(() => work(handle, cancellation), cancellation);
        }
        catch (Exception error) when (Refusal.Of(error) is { } refusal)
        {
            throw refusal.ToRequestException();
        }
    }

    /// <summary>What a model is, without loading it.</summary>
    /// <exception cref="RequestException">There is no such model.</exception>
    public static ModelDescription Describe(ModelHost models, string model)
    {
        try
        {
            return models.Describe(model);
        }
        catch (Exception error) when (Refusal.Of(error) is { } refusal)
        {
            throw refusal.ToRequestException();
        }
    }

    /// <summary>Reads what a call sends; what cannot be read is the caller's to know.</summary>
    /// <exception cref="RequestException">The stream is broken.</exception>
    public static async Task<T> ReadAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (InvalidDataException error)
        {
            throw new InvalidRequestException("tensor", error.Message);
        }
    }
}
