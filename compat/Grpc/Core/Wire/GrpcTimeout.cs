using System.Globalization;

namespace Grpc.Core.Wire;

/// <summary>The value of "grpc-timeout": up to eight digits and a unit.</summary>
internal static class GrpcTimeout
{
    private const long MaxDigits = 99_999_999;

    /// <summary>Longest wait that a timer is started for; longer ones never end in practice.</summary>
    public static readonly TimeSpan MaxTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private static readonly (char Unit, long Ticks)[] Units =
    [
        ('m', TimeSpan.TicksPerMillisecond),
        ('S', TimeSpan.TicksPerSecond),
        ('M', TimeSpan.TicksPerMinute),
        ('H', TimeSpan.TicksPerHour),
    ];

    /// <summary>The finest unit that fits, rounded up, so that the server never stops before the client.</summary>
    public static string Encode(TimeSpan timeout)
    {
        if (timeout.Ticks <= 0)
            return "1n";
        foreach (var (unit, ticks) in Units)
        {
            var count = (timeout.Ticks + ticks - 1) / ticks;
            if (count <= MaxDigits)
                return count.ToString(CultureInfo.InvariantCulture) + unit;
        }

        return MaxDigits.ToString(CultureInfo.InvariantCulture) + 'H';
    }

    /// <summary>Null when the text is no timeout.</summary>
    public static TimeSpan? Decode(string text)
    {
        if (text.Length is < 2 or > 9
            || !long.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return null;
        return text[^1] switch
        {
            'H' => TimeSpan.FromTicks(count * TimeSpan.TicksPerHour),
            'M' => TimeSpan.FromTicks(count * TimeSpan.TicksPerMinute),
            'S' => TimeSpan.FromTicks(count * TimeSpan.TicksPerSecond),
            'm' => TimeSpan.FromTicks(count * TimeSpan.TicksPerMillisecond),
            'u' => TimeSpan.FromTicks(count * TimeSpan.TicksPerMicrosecond),
            'n' => TimeSpan.FromTicks(Math.Max(1, count / 100)),
            _ => null,
        };
    }
}
