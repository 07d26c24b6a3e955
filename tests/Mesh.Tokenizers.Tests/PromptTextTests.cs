using Mesh.Tokenizers.Cleaning;

namespace Mesh.Tokenizers.Tests;

public sealed class PromptTextTests
{
    [Theory]
    [InlineData(" A red   car &amp; a dog,  watercolor ", "A red car & a dog, watercolor")]
    [InlineData("&amp;amp;lt;b&gt;", "<b>")]
    [InlineData("a < b &amp;amp; c", "a < b & c")]  // a tag may be meant: two rounds only
    [InlineData("&eacute&#233;&#xE9;&#128;&notit;&nosuch;", "\u00e9\u00e9\u00e9\u20ac\u00acit;&nosuch;")]
    [InlineData("\u8272\uff0c\uff21\u3000b", "\u8272,A b")]
    [InlineData("\u201ccurly\u201d \u2018quotes\u2019", "\"curly\" 'quotes'")]
    [InlineData("o\ufb03ce", "office")]
    [InlineData("caf\u00c3\u00a9", "caf\u00e9")]
    [InlineData("it\u00e2\u20ac\u2122s", "it's")]
    [InlineData("caf\u00e9 \u00c3 la", "caf\u00e9 \u00c3 la")]
    [InlineData("a\r\nb\u2028c\td\u00a0e", "a b c d e")]
    [InlineData("\u001b[31mred\u001b[0m\u0007\ufeff", "red")]
    [InlineData("e\u0301", "\u00e9")]
    public void A_prompt_is_cleaned_as_the_reference_cleans_it(string text, string expected) =>
        Assert.Equal(expected, PromptText.Clean(text));
}
