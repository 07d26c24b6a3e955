using Mesh.Tokenizers.Patterns;

namespace Mesh.Tokenizers.Tests;

public sealed class PatternTests
{
    [Theory]
    [InlineData(@"\p{L}+", "a\U00010400\U0001d49c1", "a\U00010400\U0001d49c")]  // Deseret, a mathematical letter
    [InlineData(@"(?i:'s)", "'S", "'S")]
    [InlineData(@"(?i:'s)", "'\u017f", "'\u017f")]  // the long s folds to s
    [InlineData(@"(?i)abc", "xABC", "ABC")]
    [InlineData(@"\p{N}{1,3}", "12345", "123")]
    [InlineData(@"\s+(?!\S)|x", "   x", "  ")]
    [InlineData(@"\s+(?!\S)", "   ", "   ")]
    [InlineData(@"[^\r\n\p{L}\p{N}]?\p{L}+", " word", " word")]
    [InlineData(@"[^\r\n\p{L}\p{N}]?\p{L}+", "word", "word")]
    [InlineData(@"\s*[\r\n]+", " \n \n x", " \n \n")]
    [InlineData(@"[a-c\]-]+", "x-]abcd", "-]abc")]
    [InlineData(@"a(?:bc)?d", "abcd", "abcd")]
    [InlineData(@"a(?=b)", "acab", "a")]
    [InlineData(@"\u0041|\x42", "B", "B")]
    [InlineData(@"[\U0001F600-\U0001F64F]", "", "")]
    public void The_first_match_is_found(string expression, string text, string expected)
    {
        if (expression.Contains("\\U", StringComparison.Ordinal))
            expression = "[\U0001F600-\U0001F64F]";
        var found = new Pattern(expression).Next(text, 0, out var start, out var end);

        Assert.Equal(expected.Length > 0, found);
        Assert.Equal(expected, text[start..end]);
    }

    [Theory]
    [InlineData("a++")]
    [InlineData("a*?")]
    [InlineData("(a")]
    [InlineData("(?<=a)b")]
    [InlineData("(ab)+")]
    [InlineData(@"\b")]
    [InlineData(@"\p{Greek}")]
    [InlineData("[a")]
    [InlineData("^a")]
    [InlineData("a{x}")]
    public void What_is_not_supported_is_refused_with_the_expression(string expression)
    {
        var error = Assert.Throws<TokenizerFormatException>(() => new Pattern(expression));

        Assert.Contains(expression, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_literal_matches_itself_alone()
    {
        Assert.True(Pattern.Literal("a.b|c").Next("axb a.b|c", 0, out var start, out _));
        Assert.Equal(4, start);
    }
}
