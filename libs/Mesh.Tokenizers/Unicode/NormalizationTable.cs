using System.Globalization;

namespace Mesh.Tokenizers.Unicode;

/// <summary>Combining classes, mappings and compositions of the Unicode Character Database.</summary>
/// <remarks>The runtime has them only together with ICU, which the invariant mode leaves out.</remarks>
internal sealed class NormalizationTable
{
    private static readonly Lazy<NormalizationTable> Shared = new(() => new NormalizationTable());

    private readonly Dictionary<int, byte> _classes = [];
    private readonly Dictionary<int, int[]> _canonical = [];
    private readonly Dictionary<int, int[]> _compatible = [];
    private readonly Dictionary<(int First, int Second), int> _compositions = [];

    private NormalizationTable()
    {
        foreach (var line in EmbeddedText.Lines("normalization.txt"))
        {
            var sign = line.AsSpan().IndexOfAny(":=~");
            var (left, right) = (line[..sign], line[(sign + 1)..]);
            if (line[sign] == ':')
                AddClass(left, byte.Parse(right, CultureInfo.InvariantCulture));
            else
                AddMapping(Hex(left), right, line[sign] == '=');
        }
    }

    public static NormalizationTable Instance => Shared.Value;

    /// <summary>Canonical combining class; 0 for a starter.</summary>
    public int ClassOf(int rune) => _classes.GetValueOrDefault(rune);

    /// <summary>One step of decomposition, or null.</summary>
    public int[]? MappingOf(int rune, bool compatible) => _canonical.TryGetValue(rune, out var mapping)
        || (compatible && _compatible.TryGetValue(rune, out mapping)) ? mapping : null;

    /// <summary>What two runes compose to, or 0.</summary>
    public int Composed(int first, int second) => _compositions.GetValueOrDefault((first, second));

    private void AddClass(string range, byte value)
    {
        var ends = range.Split('-');
        for (var rune = Hex(ends[0]); rune <= Hex(ends[1]); rune++)
            _classes[rune] = value;
    }

    private void AddMapping(int rune, string text, bool canonical)
    {
        int[] mapping = [.. text.TrimStart('!').Split(' ').Select(Hex)];
        (canonical ? _canonical : _compatible)[rune] = mapping;
        if (canonical && mapping.Length == 2 && text[0] != '!')
            _compositions[(mapping[0], mapping[1])] = rune;
    }

    private static int Hex(string text) =>
        int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
