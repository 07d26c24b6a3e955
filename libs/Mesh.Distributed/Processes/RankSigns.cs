using System.Globalization;

namespace Mesh.Distributed.Processes;

/// <summary>What was seen of the ranks' signs of life since a collective failed.</summary>
internal sealed class RankSigns(int ranks)
{
    private const int Moves = 2;

    private readonly string?[] _last = new string?[ranks];
    private readonly TimeSpan[] _changed = new TimeSpan[ranks];
    private readonly int[] _moves = new int[ranks];

    /// <param name="rank">Whose sign.</param>
    /// <param name="sign">Number of the beat and collectives reached; null before the first.</param>
    /// <param name="now">Since the search began.</param>
    public void Note(int rank, string? sign, TimeSpan now)
    {
        if (sign == _last[rank])
            return;
        if (_last[rank] is not null)
        {
            _changed[rank] = now;
            _moves[rank]++;
        }
        _last[rank] = sign;
    }

    /// <summary>The rank whose sign has not changed for longest.</summary>
    public (int Rank, TimeSpan For) MostSilent(int own, TimeSpan now)
    {
        var rank = Others(own).MinBy(rank => _changed[rank]);
        return (rank, now - _changed[rank]);
    }

    public bool AllMoved(int own) => Others(own).All(rank => _moves[rank] >= Moves);

    /// <summary>The rank that has come to the fewest collectives.</summary>
    public (int Rank, long Reached) Furthest(int own) =>
        Others(own).Select(rank => (rank, Reached(rank))).MinBy(pair => pair.Item2);

    private IEnumerable<int> Others(int own) => Enumerable.Range(0, ranks).Where(rank => rank != own);

    private long Reached(int rank) => long.Parse(_last[rank]!.Split(' ')[1], CultureInfo.InvariantCulture);
}
