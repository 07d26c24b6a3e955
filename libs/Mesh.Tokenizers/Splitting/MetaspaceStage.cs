using System.Buffers;

namespace Mesh.Tokenizers.Splitting;

/// <summary>When a text gets a mark in front.</summary>
internal enum PrefixScheme
{
    Never,
    First,
    Always,
}

/// <summary>Writes spaces as a visible mark, which then starts the words.</summary>
internal sealed class MetaspaceStage(char mark, PrefixScheme prefix, bool split, Stage next) : Stage
{
    public override void Take(ReadOnlySpan<char> piece, bool isFirst, IdBuffer output)
    {
        var room = ArrayPool<char>.Shared.Rent(piece.Length + 1);
        var text = room.AsSpan(1, piece.Length);
        piece.Replace(text, ' ', mark);
        if (text[0] != mark && (prefix == PrefixScheme.Always || (prefix == PrefixScheme.First && isFirst)))
        {
            room[0] = mark;
            text = room.AsSpan(0, piece.Length + 1);
        }

        if (split)
            Split(text, isFirst, output);
        else
            next.Take(text, isFirst, output);
        ArrayPool<char>.Shared.Return(room);
    }

    private void Split(ReadOnlySpan<char> text, bool isFirst, IdBuffer output)
    {
        while (text.Length > 0)
        {
            var following = text[1..].IndexOf(mark);
            var length = following < 0 ? text.Length : following + 1;
            next.Take(text[..length], isFirst, output);
            text = text[length..];
            isFirst = false;
        }
    }
}
