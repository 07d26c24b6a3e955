using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;
using Mesh.Contracts.Encoder.V1;
using Mesh.Contracts.Gateway.V1;
using Mesh.Contracts.Tensors;
using Mesh.ServiceDefaults.Transport;

namespace Mesh.Bench.Wire;

/// <summary>Our client and our server, with checksums and a tensor at the end.</summary>
internal sealed class OurWire(Uri address) : IWire, IDisposable
{
    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions
    {
        HttpHandler = GrpcTransport.CreateHandler(),
        DisposeHttpClient = true,
    });

    public async Task<double> CallsPerSecondAsync(int calls, int concurrency)
    {
        var client = new Contracts.Gateway.V1.Gateway.GatewayClient(_channel);
        var request = new GetEditRequest { Id = Guid.NewGuid().ToString("N") };
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(async _ =>
        {
            for (var call = 0; call < calls / concurrency; call++)
                await client.GetEditAsync(request);
        }));
        return calls / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public async Task<double> BytesPerSecondAsync()
    {
        var start = Stopwatch.GetTimestamp();
        using var call = new Contracts.Encoder.V1.Encoder.EncoderClient(_channel).Encode(new EncodeRequest());
        var receiver = new TensorReceiver(new TensorLimits { MaxBytes = TensorServer.TensorBytes });
        WireTensor? tensor = null;
        await foreach (var part in call.ResponseStream.ReadAllAsync())
            tensor = receiver.Add(part) ?? tensor;
        return tensor!.Bytes.Length / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public void Dispose() => _channel.Dispose();
}
