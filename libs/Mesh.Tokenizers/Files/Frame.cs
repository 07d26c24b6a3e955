using System.Text.Json;

namespace Mesh.Tokenizers.Files;

/// <summary>The special tokens around every text: the "post_processor" of a tokenizer file.</summary>
/// <param name="Before">Ids in front.</param>
/// <param name="After">Ids at the end.</param>
internal sealed record Frame(int[] Before, int[] After)
{
    /// <exception cref="TokenizerFormatException">The type is not supported; it is named.</exception>
    public static Frame Read(JsonElement? json) => json is not { } settings
        ? new Frame([], [])
        : settings.Text("type") switch
        {
            "ByteLevel" => new Frame([], []),
            "Sequence" => settings.Property("processors").EnumerateArray().Select(step => Read(step)).Aggregate(
                new Frame([], []),
                (inner, outer) => new Frame([.. outer.Before, .. inner.Before], [.. inner.After, .. outer.After])),
            "TemplateProcessing" => Template(settings),
            "RobertaProcessing" or "BertProcessing" => new Frame([IdIn(settings, "cls")], [IdIn(settings, "sep")]),
            var type => throw new TokenizerFormatException($"The post_processor '{type}' is not supported."),
        };

    private static int IdIn(JsonElement settings, string name) => settings.Property(name)[1].GetInt32();

    private static Frame Template(JsonElement settings)
    {
        var (before, after) = (new List<int>(), new List<int>());
        var ids = before;
        foreach (var part in settings.Property("single").EnumerateArray())
        {
            if (part.Optional("SpecialToken") is not { } special)
            {
                ids = after;
                continue;
            }

            var token = settings.Property("special_tokens").Property(special.Text("id"));
            ids.AddRange(token.Property("ids").EnumerateArray().Select(id => id.GetInt32()));
        }

        return new Frame([.. before], [.. after]);
    }
}
