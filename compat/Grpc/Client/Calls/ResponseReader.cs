using Grpc.Core;

namespace Grpc.Net.Client.Calls;

/// <summary>Reads the messages of a call one after the other, then its status.</summary>
internal sealed class ResponseReader<TRequest, TResponse> : IAsyncStreamReader<TResponse>
    where TRequest : class
    where TResponse : class
{
    private readonly ClientCall<TRequest, TResponse> _call;
    private readonly Method<TRequest, TResponse> _method;
    private readonly Task<MessageStream> _opening;
    private TResponse? _current;

    public ResponseReader(
        ClientCall<TRequest, TResponse> call, Method<TRequest, TResponse> method, Task<MessageStream> opening)
    {
        (_call, _method, _opening) = (call, method, opening);

        // A call whose responses nobody reads must not end in an unobserved exception.
        _ = opening.ContinueWith(
            static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Default);
    }

    public TResponse Current => _current
        ?? throw new InvalidOperationException("There is no current message: MoveNext comes first.");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(
            static (call, token) => ((CallEnd)call!).CancelBy(token), _call);
        try
        {
            _current = null;
            var messages = await _opening.ConfigureAwait(false);
            if (_call.HasEnded)
                return Ended();
            _current = await messages.ReadAsync(_method.ResponseMarshaller.ContextualDeserializer, _call.Token)
                .ConfigureAwait(false);
            if (_current is not null)
                return true;
            messages.Dispose();
            return _call.EndWithTrailers() is { } failure ? throw failure : false;
        }
        catch (Exception failure) when (failure is not RpcException || !_call.HasEnded)
        {
            throw _call.Fail(failure);
        }
    }

    private bool Ended() => _call.GetStatus() is { StatusCode: StatusCode.OK }
        ? false
        : throw new RpcException(_call.GetStatus(), _call.GetTrailers());
}
