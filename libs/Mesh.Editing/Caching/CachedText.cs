using Mesh.Models;

namespace Mesh.Editing.Caching;

/// <summary>A text encoder that reads each instruction once.</summary>
/// <param name="network">The encoder; it may be another object at every call.</param>
/// <param name="cache">Keeps what it made.</param>
internal sealed class CachedText(Func<ITextEncoder> network, TensorCache cache) : ITextEncoder
{
    public TextCondition Encode(IReadOnlyList<string> instructions)
    {
        var made = cache.Get($"text {ContentHash.Of(instructions)}", () =>
        {
            var (tokens, mask, pooled) = network().Encode(instructions);
            return [tokens, mask, pooled];
        });
        return new(made[0], made[1], made[2]);
    }
}
