using System.Text.Json;
using Mesh.Models.NanoText;

namespace Mesh.Models.Tests.NanoText;

public sealed class NanoTextConfigTests
{
    [Fact]
    public void A_config_read_back_from_json_gives_the_same_ids()
    {
        var json = JsonSerializer.Serialize(TinyNanoText.Config);

        var read = new NanoVocabulary(JsonSerializer.Deserialize<NanoTextConfig>(json)!);

        Assert.Equal(
            new NanoVocabulary(TinyNanoText.Config).Encode("get rid of this gray square"),
            read.Encode("get rid of this gray square"));
    }

    [Fact]
    public void A_synonym_must_lead_to_a_known_word()
    {
        var config = TinyNanoText.Config with { Synonyms = new Dictionary<string, string> { ["teal"] = "cyan" } };

        var error = Assert.Throws<ArgumentException>(config.Validate);

        Assert.Contains("\"teal\" stands for \"cyan\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_stands_once() =>
        Assert.Throws<ArgumentException>((TinyNanoText.Config with { Words = ["red", "the", "red"] }).Validate);
}
