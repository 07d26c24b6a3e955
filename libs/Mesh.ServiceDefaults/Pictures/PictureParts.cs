using Google.Protobuf;
using Grpc.Core;
using Mesh.Contracts.Pictures.V1;
using Mesh.ServiceDefaults.Errors;

namespace Mesh.ServiceDefaults.Pictures;

/// <summary>Orders and pictures as the parts of a stream.</summary>
public static class PictureParts
{
    /// <summary>Pictures of an order at most, references included.</summary>
    public const int MaxPictures = 9;

    private const int Piece = 256 << 10;

    /// <param name="parts">What a caller sends.</param>
    /// <param name="maxBytes">Bytes of one picture at most.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="InvalidRequestException">Parts are missing, out of order or beyond a limit.</exception>
    public static async Task<PictureOrder> ReadAsync(
        IAsyncStreamReader<EditPictureRequest> parts, long maxBytes, CancellationToken cancellation)
    {
        if (!await parts.MoveNext(cancellation) || parts.Current.Options is not { } options)
            throw new InvalidRequestException("options", "must be the first part of the stream, got another");
        List<MemoryStream> pictures = [new()];
        while (await parts.MoveNext(cancellation))
        {
            switch (parts.Current.PartCase)
            {
                case EditPictureRequest.PartOneofCase.Picture:
                    parts.Current.Picture.WriteTo(pictures[^1]);
                    break;
                case EditPictureRequest.PartOneofCase.NextPicture:
                    pictures.Add(new());
                    break;
                default:
                    throw new InvalidRequestException("options", "must be given once, got them twice");
            }
            Require(pictures.Count <= MaxPictures, $"must be at most {MaxPictures}, got more");
            Require(pictures[^1].Length <= maxBytes, $"must have at most {maxBytes} bytes, got more");
        }
        Require(pictures.TrueForAll(picture => picture.Length > 0), "must have bytes, got none");
        return new(options, [.. pictures.Select(picture => picture.ToArray())]);
    }

    /// <summary>An order as a caller sends it.</summary>
    public static IEnumerable<EditPictureRequest> Of(PictureOrder order)
    {
        yield return new() { Options = order.Options };
        foreach (var (index, picture) in order.Pictures.Index())
        {
            if (index > 0)
                yield return new() { NextPicture = true };
            foreach (var piece in picture.Chunk(Piece))
                yield return new() { Picture = ByteString.CopyFrom(piece) };
        }
    }

    /// <summary>A picture as it is answered.</summary>
    public static IEnumerable<EditPictureReply> Replies(byte[] picture) =>
        picture.Chunk(Piece).Select(piece => new EditPictureReply { Picture = ByteString.CopyFrom(piece) });

    private static void Require(bool holds, string problem)
    {
        if (!holds)
            throw new InvalidRequestException("picture", problem);
    }
}
