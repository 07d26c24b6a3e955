using Mesh.Tokenizers.Unicode;

namespace Mesh.Tokenizers.Tests;

public sealed class NormalFormTests
{
    [Theory]
    [InlineData("e\u0301", "\u00e9", "e\u0301")]
    [InlineData("\u1e69", "\u1e69", "s\u0323\u0307")]
    [InlineData("s\u0307\u0323", "\u1e69", "s\u0323\u0307")]  // marks in the wrong order
    [InlineData("\u1100\u1161\u11a8", "\uac01", "\u1100\u1161\u11a8")]
    [InlineData("\uac01", "\uac01", "\u1100\u1161\u11a8")]
    [InlineData("\u2126", "\u03a9", "\u03a9")]
    [InlineData("\u0958", "\u0915\u093c", "\u0915\u093c")]  // excluded from composition
    [InlineData("\U0001d15e", "\U0001d157\U0001d165", "\U0001d157\U0001d165")]
    [InlineData("a\u0305\u0301", "a\u0305\u0301", "a\u0305\u0301")]  // blocked by a mark of the same class
    [InlineData("\ufb01", "\ufb01", "\ufb01")]
    public void Canonical_forms_are_those_of_the_standard(string text, string composed, string decomposed)
    {
        Assert.Equal(composed, NormalForm.C.Of(text));
        Assert.Equal(decomposed, NormalForm.D.Of(text));
    }

    [Theory]
    [InlineData("\ufb01\u2460\u3000", "fi1 ")]
    [InlineData("\uff21\uff76\uff9e", "A\u30ac")]
    [InlineData("\u1e9b\u0323", "\u1e69")]
    public void Compatible_forms_are_those_of_the_standard(string text, string expected) =>
        Assert.Equal(expected, NormalForm.KC.Of(text));
}
