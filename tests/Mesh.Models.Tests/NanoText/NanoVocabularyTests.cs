using Mesh.Models.NanoText;

namespace Mesh.Models.Tests.NanoText;

public sealed class NanoVocabularyTests
{
    private static readonly NanoVocabulary Vocabulary = new(TinyNanoText.Config);

    [Theory]
    [InlineData("recolour the red circle to blue", "recolour red circle to blue")]
    [InlineData("  Recolor, the RED circle -- to blue!! ", "recolour red circle to blue")]
    [InlineData("please erase a gray square.", "remove grey square")]
    [InlineData("get rid of the red-circle", "remove red circle")]
    [InlineData("", "")]
    [InlineData("?!", "")]
    public void An_instruction_comes_down_to_known_words(string written, string meant) =>
        Assert.Equal(meant, string.Join(' ', Vocabulary.Words(written)));

    [Fact]
    public void Ids_start_with_the_start_token_and_end_in_padding()
    {
        var ids = Vocabulary.Encode("remove the circle");

        Assert.Equal([NanoVocabulary.Start, Id("remove"), Id("circle"), 0, 0, 0], ids);
    }

    [Fact]
    public void No_instruction_is_the_start_token_alone() => Assert.Equal([1, 0, 0, 0, 0, 0], Vocabulary.Encode(""));

    [Fact]
    public void An_unknown_word_is_named_with_the_nearest_known_one()
    {
        var error = Assert.Throws<UnknownWordException>(() => Vocabulary.Encode("remove the circel"));

        Assert.Equal(("circel", "circle"), (error.Word, error.Nearest));
        Assert.Contains("\"circel\" is not a word this editor knows", error.Message, StringComparison.Ordinal);
        Assert.Contains("blue, circle, grey", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("eraze", "erase")]
    [InlineData("elephant", null)]
    public void A_guess_is_made_only_where_one_is_close(string written, string? guess)
    {
        var error = Assert.Throws<UnknownWordException>(() => Vocabulary.Encode(written));

        Assert.Equal(guess, error.Nearest);
        Assert.Equal(guess is not null, error.Message.Contains("did you mean", StringComparison.Ordinal));
    }

    [Fact]
    public void A_long_instruction_is_refused_and_not_cut()
    {
        var error = Assert.Throws<InstructionTooLongException>(
            () => Vocabulary.Encode("recolour red circle to blue blue"));

        Assert.Equal((6, 5), (error.Words, error.Limit));
    }

    private static long Id(string word) => NanoVocabulary.FirstWord + TinyNanoText.Config.Words.ToList().IndexOf(word);
}
