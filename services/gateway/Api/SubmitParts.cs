using Grpc.Core;
using Mesh.Contracts.Gateway.V1;
using Mesh.Gateway.Uploads;
using Mesh.ServiceDefaults.Errors;

namespace Mesh.Gateway.Api;

/// <summary>The parts of a submission as they come: options, video, mask, control, references.</summary>
internal sealed class SubmitParts(IAsyncStreamReader<SubmitEditRequest> stream, UploadOptions limits)
{
    private const int MaxPiece = 1 << 20;

    private bool _hasCurrent;

    /// <exception cref="InvalidRequestException">The stream does not start with options, or not soon.</exception>
    public async Task<EditOptions> OptionsAsync(CancellationToken cancellation)
    {
        if (!await NextAsync(cancellation) || stream.Current.Options is not { } options)
            throw new InvalidRequestException("options", "must be the first part of the stream, got another");
        _hasCurrent = await NextAsync(cancellation);
        return options;
    }

    /// <summary>Goes on to the part that follows.</summary>
    public async Task SkipAsync(CancellationToken cancellation) => _hasCurrent = await NextAsync(cancellation);

    public bool IsAt(SubmitEditRequest.PartOneofCase part) => _hasCurrent && stream.Current.PartCase == part;

    /// <summary>Pieces of the part that the stream is at, until another begins.</summary>
    public NextPiece Pieces(SubmitEditRequest.PartOneofCase part)
    {
        var isFirst = true;
        return async cancellation =>
        {
            do
            {
                if (!isFirst)
                    _hasCurrent = await stream.MoveNext(cancellation);
                isFirst = false;
            }
            while (IsAt(part) && Bytes(part).IsEmpty);
            return IsAt(part) ? Bytes(part) : ReadOnlyMemory<byte>.Empty;
        };
    }

    /// <exception cref="InvalidRequestException">Something follows that should not.</exception>
    public void RequireEnd()
    {
        if (_hasCurrent)
        {
            throw new InvalidRequestException(
                $"{stream.Current.PartCase}".ToLowerInvariant(),
                "must come once and in the order options, video, mask, control, references, "
                + "got it again or too late");
        }
    }

    private ValueTask<bool> NextAsync(CancellationToken cancellation) => Patience.WaitAsync(
        "options", async token => await stream.MoveNext(token), limits.MaxSilence, cancellation);

    private ReadOnlyMemory<byte> Bytes(SubmitEditRequest.PartOneofCase part)
    {
        var bytes = (part switch
        {
            SubmitEditRequest.PartOneofCase.Video => stream.Current.Video,
            SubmitEditRequest.PartOneofCase.Mask => stream.Current.Mask,
            SubmitEditRequest.PartOneofCase.Control => stream.Current.Control,
            _ => stream.Current.Reference,
        }).Memory;
        return bytes.Length <= MaxPiece ? bytes : throw new InvalidRequestException(
            $"{part}".ToLowerInvariant(), $"must come in pieces of at most {MaxPiece} bytes, got {bytes.Length}");
    }
}
