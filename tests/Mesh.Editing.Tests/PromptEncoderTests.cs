using Mesh.Editing.Families;
using Mesh.Models.Clip;
using Mesh.Models.Llama;
using Mesh.TestKit;
using Mesh.Tokenizers;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Editing.Tests;

/// <summary>The published text encoders at tiny sizes, with real tokenizers.</summary>
public sealed class PromptEncoderTests : IDisposable
{
    private const string Instruction = "make it snow";

    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "tests/goldens/tokenizers");

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Tokenizer _words = Tokenizer.Open(Path.Combine(Folder, "llama3"));
    private readonly Tokenizer _clip = Tokenizer.Open(Path.Combine(Folder, "clip"));

    private PromptConfig Config => new()
    {
        Llama = new()
        {
            VocabularySize = _words.Size,
            HiddenSize = 16,
            FfnSize = 24,
            NumLayers = 3,
            NumHeads = 2,
            NumKeyValueHeads = 1,
            RopeTheta = 500_000,
        },
        Clip = ClipTextConfig.Large with
        {
            VocabularySize = _clip.Size,
            MaxLength = 12,
            HiddenSize = 8,
            FfnSize = 16,
            NumLayers = 1,
            NumHeads = 2,
        },
        MaxTokens = 10,
    };

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void A_condition_has_as_many_tokens_as_the_mask_says()
    {
        var condition = Encoder(Config).Encode([Instruction, ""]);

        Assert.Equal([2, 10, 16], condition.Tokens.shape);
        Assert.Equal([2, 8], condition.Pooled.shape);
        Assert.Equal(_words.Encode(Instruction).Length, condition.Mask[0].sum().ToInt64());
        Assert.Equal(1, condition.Mask[1].sum().ToInt64());
    }

    [Fact]
    public void White_space_around_an_instruction_is_not_read()
    {
        var encoder = Encoder(Config);

        Assert.True(encoder.Encode([$"  {Instruction}\n"]).Tokens.allclose(encoder.Encode([Instruction]).Tokens));
    }

    [Fact]
    public void A_template_is_read_and_cut_off_again()
    {
        var template = Config with { Template = "describe {}", CropStart = _words.Encode("describe").Length };
        var (plain, framed) = (Encoder(Config).Encode([Instruction]), Encoder(template).Encode([Instruction]));

        Assert.Equal(plain.Tokens.shape, framed.Tokens.shape);
        Assert.Equal(_words.Encode(Instruction).Length - 1, framed.Mask.sum().ToInt64());  // the start is cut off too
        Assert.False(plain.Tokens[0, 1].allclose(framed.Tokens[0, 0]));
        Assert.Throws<ArgumentException>((Config with { Template = "describe" }).Validate);
    }

    private PromptEncoder Encoder(PromptConfig config)
    {
        manual_seed(0);
        config.Validate();
        var llama = new LlamaModel(config.Llama, skip: config.SkippedLayers);
        return new PromptEncoder(config, _words, llama, _clip, new ClipTextModel(config.Clip));
    }
}
