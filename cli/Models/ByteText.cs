using System.Globalization;
using System.Text.RegularExpressions;

namespace Mesh.Cli.Models;

/// <summary>Sizes of memory as people write them: 24GB, 512MB.</summary>
internal static partial class ByteText
{
    private static readonly (string Unit, long Bytes)[] Units =
        [("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1000), ("B", 1)];

    public static string Of(long bytes)
    {
        var (unit, size) = Units.First(unit => bytes >= unit.Bytes || unit.Bytes == 1);
        return string.Create(CultureInfo.InvariantCulture, $"{(double)bytes / size:0.##} {unit}");
    }

    /// <exception cref="UsageException">It is no size.</exception>
    public static long Parse(string option, string text)
    {
        var match = Size().Match(text);
        var unit = match.Groups["unit"].Value.ToUpperInvariant();
        return match.Success && double.TryParse(
            match.Groups["number"].Value, CultureInfo.InvariantCulture, out var number) && number > 0
            ? (long)(number * Units.First(known => known.Unit == (unit.Length == 0 ? "B" : unit)).Bytes)
            : throw new UsageException($"{option} must be a size such as 24GB or 512MB, got '{text}'.");
    }

    [GeneratedRegex(@"^(?<number>\d+(\.\d+)?)\s*(?<unit>[TGMK]?B)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Size();
}
