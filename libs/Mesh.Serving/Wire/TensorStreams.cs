using Grpc.Core;
using Mesh.Contracts.Objects.V1;
using Mesh.Contracts.Tensors;

namespace Mesh.Serving.Wire;

/// <summary>Tensors over the streams of a call.</summary>
public static class TensorStreams
{
    /// <summary>Sends a tensor, part by part.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="tensor">Its memory must stay until the task has ended.</param>
    /// <param name="message">The message around a part.</param>
    /// <param name="cancellation">Ends the sending.</param>
    public static async Task WriteAsync<TMessage>(
        this IAsyncStreamWriter<TMessage> stream,
        WireTensor tensor,
        Func<TensorPart, TMessage> message,
        CancellationToken cancellation)
    {
        foreach (var part in TensorSender.Parts(tensor))
            await stream.WriteAsync(message(part), cancellation);
    }

    /// <summary>Receives every tensor up to the end of a stream.</summary>
    /// <param name="stream">Where from.</param>
    /// <param name="part">The part in a message; null when the message holds something else.</param>
    /// <param name="limits">What is taken.</param>
    /// <param name="cancellation">Ends the receiving.</param>
    /// <returns>The tensors by name.</returns>
    /// <exception cref="InvalidDataException">The stream is not one of tensors, or not a whole one.</exception>
    public static async Task<IReadOnlyDictionary<string, WireTensor>> ReadTensorsAsync<TMessage>(
        this IAsyncStreamReader<TMessage> stream,
        Func<TMessage, TensorPart?> part,
        TensorLimits limits,
        CancellationToken cancellation)
    {
        var receiver = new TensorReceiver(limits);
        var tensors = new Dictionary<string, WireTensor>();
        while (await stream.MoveNext(cancellation))
        {
            var next = part(stream.Current)
                ?? throw new InvalidDataException("Tensors must follow the options, got options again or nothing.");
            if (receiver.Add(next) is { } tensor)
                tensors.Add(tensor.Name, tensor);
        }
        receiver.End();
        return tensors;
    }
}
