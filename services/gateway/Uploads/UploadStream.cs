using System.Diagnostics;
using Mesh.ServiceDefaults.Errors;

namespace Mesh.Gateway.Uploads;

/// <summary>The next piece of an upload; empty at its end. The memory is read before the next call.</summary>
public delegate ValueTask<ReadOnlyMemory<byte>> NextPiece(CancellationToken cancellation);

/// <summary>Bytes that a caller sends, under limits: so many, in so long, and never a long silence.</summary>
/// <param name="field">What they are, for messages.</param>
/// <param name="next">Where they come from.</param>
/// <param name="maxBytes">How many there may be.</param>
/// <param name="limits">How long they may take.</param>
internal sealed class UploadStream(string field, NextPiece next, long maxBytes, UploadOptions limits)
{
    private const int Piece = 1 << 17;

    /// <summary>Bytes so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>Pieces of a stream, which stays open.</summary>
    public static NextPiece Of(Stream stream)
    {
        var buffer = new byte[Piece];
        return async cancellation => buffer.AsMemory(0, await stream.ReadAsync(buffer, cancellation));
    }

    /// <exception cref="InvalidRequestException">There are none or too many, or they take too long.</exception>
    public async Task CopyToAsync(Stream target, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            if (Stopwatch.GetElapsedTime(started) > limits.MaxTime)
                throw Wrong($"must arrive within {limits.MaxTime}, got {Bytes} bytes by then");

            var piece = await Patience.WaitAsync(field, token => next(token), limits.MaxSilence, cancellation);
            if (piece.IsEmpty)
                break;
            Bytes += piece.Length;
            if (Bytes > maxBytes)
                throw Wrong($"must have at most {maxBytes} bytes, got more");
            await target.WriteAsync(piece, cancellation);
        }
        if (Bytes == 0)
            throw Wrong("must have bytes, got none");
    }

    private InvalidRequestException Wrong(string problem) => new(field, problem);
}
