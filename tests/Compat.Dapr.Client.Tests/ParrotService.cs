using Compat.Dapr.Client.Tests.Parrots;
using Grpc.Core;

namespace Compat.Dapr.Client.Tests;

/// <summary>An application that is called through the sidecar.</summary>
internal sealed class ParrotService : Parrot.ParrotBase
{
    public override Task<Word> Say(Word request, ServerCallContext context)
    {
        if (request.Text.Length == 0)
            throw new RpcException(new Status(StatusCode.InvalidArgument, "text: must not be empty"));
        return Task.FromResult(request);
    }

    public override async Task Chat(
        IAsyncStreamReader<Word> requestStream, IServerStreamWriter<Word> responseStream, ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken))
            await responseStream.WriteAsync(requestStream.Current);
    }
}
