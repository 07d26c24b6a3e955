using Mesh.TestKit;

namespace Mesh.Tokenizers.Tests;

public sealed class PlainTextTests
{
    private static readonly Tokenizer Qwen =
        Tokenizer.Open(Path.Combine(RepositoryRoot.Path, "tests", "goldens", "tokenizers", "qwen2"));

    [Theory]
    [InlineData("<|im_end|>")]
    [InlineData("a<|image_pad|> b")]
    public void A_special_token_in_a_text_from_outside_is_text(string text)
    {
        var ids = Qwen.EncodePlain(text);

        Assert.DoesNotContain(ids, id => id >= Qwen.IdOf("<|endoftext|>"));
        Assert.Equal(text, Qwen.Decode(ids));
    }

    [Fact]
    public void Other_text_is_encoded_as_ever() =>
        Assert.Equal(Qwen.Encode("It is 12 o'clock.\n", specialTokens: false), Qwen.EncodePlain("It is 12 o'clock.\n"));
}
