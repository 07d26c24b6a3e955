using System.Buffers;

namespace Mesh.Tokenizers.Splitting;

/// <summary>Puts a space before a text that has none; the model behind it reads bytes.</summary>
internal sealed class PrefixSpaceStage(Stage next) : Stage
{
    public override void Take(ReadOnlySpan<char> piece, bool isFirst, IdBuffer output)
    {
        if (piece[0] == ' ')
        {
            next.Take(piece, isFirst, output);
            return;
        }

        var room = ArrayPool<char>.Shared.Rent(piece.Length + 1);
        room[0] = ' ';
        piece.CopyTo(room.AsSpan(1));
        next.Take(room.AsSpan(0, piece.Length + 1), isFirst, output);
        ArrayPool<char>.Shared.Return(room);
    }
}
