using System.Globalization;

namespace Mesh.Video;

/// <summary>An exact fraction: a frame rate, a time base in seconds per tick, a pixel aspect.</summary>
public readonly record struct Rational(long Num, long Den)
{
    public double Value => (double)Num / Den;

    public Rational Inverse => new(Den, Num);

    /// <summary>The same value in lowest terms with a positive denominator.</summary>
    public Rational Reduced
    {
        get
        {
            var divisor = Math.Max(1, GreatestDivisor(Math.Abs(Num), Math.Abs(Den))) * (Den < 0 ? -1 : 1);
            return new(Num / divisor, Den / divisor);
        }
    }

    /// <summary>Reads "30000/1001", "16:15" or "25"; null for anything else and for a zero denominator.</summary>
    public static Rational? Parse(string? text)
    {
        if (text is null)
            return null;

        var parts = text.Split('/', ':');
        var denominator = parts.Length == 2 ? parts[1] : "1";
        if (parts.Length > 2 || !Whole(parts[0], out var num) || !Whole(denominator, out var den) || den == 0)
            return null;
        return new(num, den);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Num}/{Den}");

    private static bool Whole(string text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    private static long GreatestDivisor(long a, long b) => b == 0 ? a : GreatestDivisor(b, a % b);
}
