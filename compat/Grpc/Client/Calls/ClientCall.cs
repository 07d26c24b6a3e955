using Grpc.Core;
using Grpc.Core.Wire;
using Grpc.Net.Compression;

namespace Grpc.Net.Client.Calls;

/// <summary>One call: sends its request, reads its response, ends with its status.</summary>
internal sealed class ClientCall<TRequest, TResponse> : CallEnd
    where TRequest : class
    where TResponse : class
{
    private readonly Method<TRequest, TResponse> _method;
    private readonly string? _host;
    private HttpResponseMessage? _response;
    private SharedRequest? _request;
    private StreamingContent? _requests;
    private Task _answer = Task.CompletedTask;
    private int _released;

    public ClientCall(
        ChannelSettings settings, Method<TRequest, TResponse> method, string? host, CallOptions options)
        : base(settings, options) => (_method, _host) = (method, host);

    public ICompressionProvider? RequestEncoding { get; private set; }

    public async Task<TResponse> UnaryAsync(TRequest request)
    {
        try
        {
            return await SingleResponseAsync(await SendAsync(request).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            throw Fail(failure);
        }
    }

    public ResponseReader<TRequest, TResponse> ServerStreaming(TRequest request)
    {
        EndWhenCancelled();
        return new ResponseReader<TRequest, TResponse>(this, _method, SendAsync(request));
    }

    public (RequestWriter<TRequest, TResponse> Requests, Task<TResponse> Response) ClientStreaming()
    {
        EndWhenCancelled();
        _requests = new StreamingContent();
        var response = RunAsync();
        _answer = response;
        return (new RequestWriter<TRequest, TResponse>(this, _method, _requests), response);

        async Task<TResponse> RunAsync()
        {
            try
            {
                return await SingleResponseAsync(await SendAsync(_requests).ConfigureAwait(false))
                    .ConfigureAwait(false);
            }
            catch (Exception failure)
            {
                throw Fail(failure);
            }
        }
    }

    public (RequestWriter<TRequest, TResponse> Requests, ResponseReader<TRequest, TResponse> Responses)
        DuplexStreaming()
    {
        EndWhenCancelled();
        _requests = new StreamingContent();
        var opening = SendAsync(_requests);
        _answer = opening;
        return (new RequestWriter<TRequest, TResponse>(this, _method, _requests),
            new ResponseReader<TRequest, TResponse>(this, _method, opening));
    }

    /// <summary>
    /// Waits after a failed write for what the server said: it may have ended the call before it took the message, and
    /// its status says more than the broken stream.
    /// </summary>
    public async Task AnswerAsync()
    {
        if (!Token.IsCancellationRequested)
            await _answer.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Serializes and, where the call asks for it, compresses a request.</summary>
    public (OutgoingMessage Message, bool Compressed) Serialize(TRequest request, WriteOptions? write)
    {
        var message = new OutgoingMessage(Settings.MaxSend);
        _method.RequestMarshaller.ContextualSerializer(request, message);
        var plain = RequestEncoding is null || write?.Flags.HasFlag(WriteFlags.NoCompress) == true;
        if (plain || message.Payload.IsEmpty)
            return (message, false);
        using (message)
        {
            message.Frame(compressed: false);
            return (MessageCompression.Compress(RequestEncoding!, null, message), true);
        }
    }

    /// <summary>Ends the call with the status that its trailers carry.</summary>
    public Exception? EndWithTrailers()
    {
        var response = _response!;
        return End(ResponseHead.End(response), ResponseHead.Read(response.TrailingHeaders));
    }

    protected override void Release()
    {
        _requests?.Complete();
        _response?.Dispose();
        if (Interlocked.Exchange(ref _released, 1) == 0)
            _request?.Release();
    }

    private async Task<MessageStream> SendAsync(TRequest request)
    {
        try
        {
            StartDeadline();
            RequestEncoding = RequestHead.Encoding(Settings, Options.Headers);
            var (message, compressed) = Serialize(request, Options.WriteOptions);
            _request = new SharedRequest(message, compressed);
            var policy = _request.Frame.Length <= Settings.Policies.MaxBufferPerCall
                ? Settings.Policies.Find(_method)
                : null;
            var attempts = new CallAttempts(Settings, policy, Options.IsWaitForReady);
            return await OpenAsync(attempts, () => new UnaryContent(_request)).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            throw Fail(failure);
        }
    }

    private async Task<MessageStream> SendAsync(StreamingContent requests)
    {
        try
        {
            StartDeadline();
            RequestEncoding = RequestHead.Encoding(Settings, Options.Headers);
            var attempts = new CallAttempts(Settings, policy: null, Options.IsWaitForReady);
            return await OpenAsync(attempts, () => requests).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            throw Fail(failure);
        }
    }

    /// <summary>The messages of the response, once its headers are there.</summary>
    private async Task<MessageStream> OpenAsync(CallAttempts attempts, Func<HttpContent> content)
    {
        var uri = new Uri(Settings.Transport.BaseAddress, _method.FullName);
        var metadata = await CallAuthorization.AddAsync(Settings, Options, _method, Token).ConfigureAwait(false);
        var response = await attempts.SendAsync(
            previous =>
            {
                var request = RequestHead.Create(Settings, uri, _host, Deadline, metadata, RequestEncoding);
                RequestHead.SetContent(request, content(), previous);
                return request;
            },
            Token).ConfigureAwait(false);
        _response = response;
        if (HasEnded)
            response.Dispose();
        SetHeaders(ResponseHead.Read(response.Headers));
        if (ResponseHead.TrailersOnly(response) is { } end)
        {
            var failure = End(end, ResponseHead.Read(response.Headers));
            throw failure ?? Failures.Internal("The server ended the call with OK but without a message.");
        }

        var stream = await response.Content.ReadAsStreamAsync(Token).ConfigureAwait(false);
        return new MessageStream(
            stream, Settings.Compression.Find(ResponseHead.Encoding(response)), Settings.MaxReceive);
    }

    private async Task<TResponse> SingleResponseAsync(MessageStream responses)
    {
        using (responses)
        {
            var deserializer = _method.ResponseMarshaller.ContextualDeserializer;
            var response = await responses.ReadAsync(deserializer, Token).ConfigureAwait(false);
            if (response is not null
                && await responses.ReadAsync(deserializer, Token).ConfigureAwait(false) is not null)
                throw Failures.Internal("Another message follows the only one of the call.");
            if (EndWithTrailers() is { } failure)
                throw failure;
            return response ?? throw Failures.Internal("The server ended the call with OK but without a message.");
        }
    }
}
