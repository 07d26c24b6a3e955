using Grpc.Core;

namespace Grpc.AspNetCore.Server.Calls;

/// <summary>One call with its two streams.</summary>
internal sealed class ServerCall<TRequest, TResponse>
    where TRequest : class
    where TResponse : class
{
    public ServerCall(HttpServerCallContext context, Method<TRequest, TResponse> method)
    {
        Context = context;
        Requests = new RequestReader<TRequest>(context, method.RequestMarshaller.ContextualDeserializer);
        Responses = new ResponseWriter<TResponse>(context, method.ResponseMarshaller.ContextualSerializer);
    }

    public HttpServerCallContext Context { get; }

    public RequestReader<TRequest> Requests { get; }

    public ResponseWriter<TResponse> Responses { get; }
}
