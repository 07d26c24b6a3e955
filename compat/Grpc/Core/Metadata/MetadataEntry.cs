using System.Text;
using System.Text.RegularExpressions;

namespace Grpc.Core;

public sealed partial class Metadata
{
    /// <summary>A key and its value: ASCII text, or bytes when the key ends in "-bin".</summary>
    public partial class Entry
    {
        private readonly string? _text;
        private readonly byte[]? _bytes;

        /// <exception cref="ArgumentException">The key ends in "-bin" or holds a forbidden character.</exception>
        public Entry(string key, string value)
        {
            Key = Normal(key);
            if (IsBinary)
                throw new ArgumentException($"Key '{key}' ends in '-bin': its value must be bytes.", nameof(key));
            _text = value ?? throw new ArgumentNullException(nameof(value));
        }

        /// <exception cref="ArgumentException">The key does not end in "-bin".</exception>
        public Entry(string key, byte[] valueBytes)
        {
            Key = Normal(key);
            if (!IsBinary)
                throw new ArgumentException($"Key '{key}' must end in '-bin' to hold bytes.", nameof(key));
            ArgumentNullException.ThrowIfNull(valueBytes);
            _bytes = [.. valueBytes];
        }

        /// <summary>From the wire: the key is lower case and the bytes are ours.</summary>
        internal Entry(string key, string? text, byte[]? bytes) => (Key, _text, _bytes) = (key, text, bytes);

        public string Key { get; }

        public bool IsBinary => Key.EndsWith(BinaryHeaderSuffix, StringComparison.Ordinal);

        public string Value => _text
            ?? throw new InvalidOperationException($"'{Key}' holds bytes: read {nameof(ValueBytes)}.");

        public byte[] ValueBytes => _bytes is null ? Encoding.ASCII.GetBytes(_text!) : [.. _bytes];

        internal ReadOnlySpan<byte> Bytes => _bytes;

        public override string ToString() =>
            IsBinary ? $"[Entry: key={Key}, valueBytes={_bytes!.Length}]" : $"[Entry: key={Key}, value={_text}]";

        private static string Normal(string key)
        {
            ArgumentNullException.ThrowIfNull(key);
            var lower = key.ToLowerInvariant();
            return Allowed().IsMatch(lower)
                ? lower
                : throw new ArgumentException(
                    $"Metadata key '{key}' may hold letters, digits, '_', '-' and '.' only.", nameof(key));
        }

        [GeneratedRegex("^[a-z0-9_.-]+$")]
        private static partial Regex Allowed();
    }
}
