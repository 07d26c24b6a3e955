using Mesh.Tokenizers.Patterns;

namespace Mesh.Tokenizers.Splitting;

/// <summary>Splits at the matches of a pattern.</summary>
/// <param name="pattern">What to look for.</param>
/// <param name="behavior">What becomes of a match.</param>
/// <param name="invert">Whether matches and the text between them change places.</param>
/// <param name="next">Takes the pieces.</param>
internal sealed class SplitStage(Pattern pattern, SplitBehavior behavior, bool invert, Stage next) : Stage
{
    private readonly bool _isPlain = behavior is SplitBehavior.Removed or SplitBehavior.Isolated;

    public override void Take(ReadOnlySpan<char> piece, bool isFirst, IdBuffer output)
    {
        var merging = new Merging { First = isFirst };
        for (var done = 0; done < piece.Length;)
        {
            pattern.Next(piece, done, out var start, out var end);
            Part(piece, done, start, invert, ref merging, output);
            Part(piece, start, end, !invert, ref merging, output);
            done = end;
        }

        Emit(piece, ref merging, output);
    }

    private void Part(
        ReadOnlySpan<char> piece, int start, int end, bool isMatch, ref Merging merging, IdBuffer output)
    {
        if (start == end)
            return;
        if (_isPlain)
        {
            if (!isMatch || behavior == SplitBehavior.Isolated)
                next.Take(piece[start..end], merging.First && start == 0, output);
            return;
        }

        var joins = merging.End > merging.Start && behavior switch
        {
            SplitBehavior.MergedWithPrevious => isMatch && !merging.IsMatch,
            SplitBehavior.MergedWithNext => !isMatch && merging.IsMatch,
            _ => isMatch == merging.IsMatch,
        };
        if (!joins)
        {
            Emit(piece, ref merging, output);
            merging.Start = start;
        }

        (merging.End, merging.IsMatch) = (end, isMatch);
    }

    private void Emit(ReadOnlySpan<char> piece, ref Merging merging, IdBuffer output)
    {
        if (merging.End > merging.Start)
            next.Take(piece[merging.Start..merging.End], merging.First && merging.Start == 0, output);
    }

    // The piece that still may grow.
    private struct Merging
    {
        public int Start;
        public int End;
        public bool IsMatch;
        public bool First;
    }
}
