namespace Mesh.Nano.Evaluation;

/// <summary>How many of some cases succeeded.</summary>
public sealed record SuccessRate(int Cases, int Successes)
{
    /// <summary>In [0, 1].</summary>
    public double Rate => Cases == 0 ? 0 : (double)Successes / Cases;

    internal static SuccessRate Of(IEnumerable<bool> successes)
    {
        bool[] all = [.. successes];
        return new SuccessRate(all.Length, all.Count(success => success));
    }
}
