using System.Text.Json;
using Mesh.Tokenizers.Files;
using Mesh.Tokenizers.Patterns;

namespace Mesh.Tokenizers.Splitting;

/// <summary>The "pre_tokenizer" of a tokenizer file.</summary>
internal static class StageReader
{
    /// <summary>How GPT-2 splits, which the byte-level step does on its own unless told otherwise.</summary>
    public const string ByteLevelPattern =
        @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <summary>The steps in order, sequences unrolled.</summary>
    public static IReadOnlyList<JsonElement> Steps(JsonElement? json) => json switch
    {
        null => [],
        { } settings when settings.Text("type") == "Sequence" =>
            [.. settings.Property("pretokenizers").EnumerateArray().SelectMany(step => Steps(step))],
        { } settings => [settings],
    };

    /// <summary>Whether the model behind the steps reads bytes.</summary>
    /// <exception cref="TokenizerFormatException">A step comes after that to bytes.</exception>
    public static bool EndsInBytes(IReadOnlyList<JsonElement> steps)
    {
        var place = steps.ToList().FindIndex(step => step.Text("type") == "ByteLevel");
        return place < 0 || place == steps.Count - 1
            ? place >= 0
            : throw new TokenizerFormatException(
                $"A ByteLevel step must be the last one, got {steps[place + 1].Text("type")} after it.");
    }

    /// <param name="steps">From first to last.</param>
    /// <param name="model">Takes the pieces.</param>
    /// <returns>Takes the text.</returns>
    public static Stage Chain(IReadOnlyList<JsonElement> steps, Stage model) =>
        steps.Reverse().Aggregate(model, (next, step) => Of(step, next));

    private static Stage Of(JsonElement step, Stage next) => step.Text("type") switch
    {
        "Split" => new SplitStage(
            step.Property("pattern").Pattern(), Behavior(step.Text("behavior")), step.Flag("invert"), next),
        "ByteLevel" => ByteLevel(step, next),
        "Metaspace" => Metaspace(step, next),
        "WhitespaceSplit" => new SplitStage(new Pattern(@"\s+"), SplitBehavior.Removed, false, next),
        "Whitespace" => new SplitStage(new Pattern(@"\w+|[^\w\s]+"), SplitBehavior.Removed, true, next),
        "Digits" => new SplitStage(
            new Pattern(@"\p{N}"),
            step.Flag("individual_digits") ? SplitBehavior.Isolated : SplitBehavior.Contiguous, false, next),
        var type => throw new TokenizerFormatException($"The pre_tokenizer '{type}' is not supported."),
    };

    private static Stage ByteLevel(JsonElement step, Stage next)
    {
        var words = step.Flag("use_regex", otherwise: true)
            ? new SplitStage(new Pattern(ByteLevelPattern), SplitBehavior.Isolated, false, next)
            : next;
        return step.Flag("add_prefix_space", otherwise: true) ? new PrefixSpaceStage(words) : words;
    }

    private static MetaspaceStage Metaspace(JsonElement step, Stage next)
    {
        var mark = step.Text("replacement");
        if (mark.Length != 1)
            throw new TokenizerFormatException($"The Metaspace replacement must be one character, got '{mark}'.");

        return new MetaspaceStage(mark[0], Scheme(step), step.Flag("split", otherwise: true), next);
    }

    /// <summary>When a mark is put in front; older files say so with "add_prefix_space".</summary>
    public static PrefixScheme Scheme(JsonElement metaspace) =>
        metaspace.Optional("prepend_scheme")?.GetString() switch
        {
            "always" => PrefixScheme.Always,
            "first" => PrefixScheme.First,
            "never" => PrefixScheme.Never,
            null => metaspace.Flag("add_prefix_space", otherwise: true) ? PrefixScheme.Always : PrefixScheme.Never,
            var other => throw new TokenizerFormatException($"The prepend_scheme '{other}' is not known."),
        };

    private static SplitBehavior Behavior(string name) => Enum.TryParse<SplitBehavior>(name, out var behavior)
        ? behavior
        : throw new TokenizerFormatException($"The split behavior '{name}' is not known.");
}
