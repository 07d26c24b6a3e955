namespace Mesh.Scenes.Tests;

public sealed class SceneGrammarTests
{
    [Fact]
    public void Words_are_few_and_in_order()
    {
        Assert.InRange(SceneGrammar.Words.Count, 70, 90);
        Assert.Equal(SceneGrammar.Words.Distinct().Order(StringComparer.Ordinal), SceneGrammar.Words);
        Assert.All(SceneGrammar.Words, word => Assert.All(word, letter => Assert.InRange(letter, 'a', 'z')));
    }

    [Fact]
    public void A_synonym_is_another_word_for_one_of_the_grammar() => Assert.All(SceneGrammar.Synonyms, pair =>
    {
        Assert.Contains(pair.Value, SceneGrammar.Words);
        Assert.DoesNotContain(pair.Key, SceneGrammar.Words);
    });

    [Theory]
    [InlineData("recolor", "recolour")]
    [InlineData("color", "colour")]
    [InlineData("delete", "remove")]
    [InlineData("erase", "remove")]
    [InlineData("swap", "replace")]
    [InlineData("gray", "grey")]
    [InlineData("grayscale", "greyscale")]
    public void Common_alternatives_are_understood(string other, string word) =>
        Assert.Equal(word, SceneGrammar.Synonyms[other]);
}
