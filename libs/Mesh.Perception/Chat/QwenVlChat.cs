using Mesh.Models.Llama;
using Mesh.Models.QwenVl;
using Mesh.Perception.Networks;
using Mesh.Tokenizers;
using static TorchSharp.torch;

namespace Mesh.Perception.Chat;

/// <summary>Conversations with Qwen2.5-VL about pictures and videos: the captioner and the judge of curation.</summary>
/// <remarks>Bai et al. 2025, arXiv:2502.13923. One reply at a time; others wait.</remarks>
public sealed class QwenVlChat : IDisposable
{
    private const string EndOfText = "<|endoftext|>";

    private readonly Lock _gate = new();
    private readonly QwenVlModel _network;
    private readonly Tokenizer _tokenizer;
    private readonly ChatPrompt _prompt;
    private readonly Placement _placement;

    private QwenVlChat(
        string name, int context, QwenVlModel network, Tokenizer tokenizer, ChatPrompt prompt, Placement placement)
    {
        (Name, Context, _network, _tokenizer) = (name, context, network, tokenizer);
        (_prompt, _placement) = (prompt, placement);
    }

    /// <summary>The name of its folder.</summary>
    public string Name { get; }

    /// <summary>Most tokens of conversation and reply together.</summary>
    public int Context { get; }

    /// <param name="folder">As published: config.json, tokenizer.json, safetensors, preprocessor_config.json.</param>
    /// <param name="placement">Null for float32 on the CPU.</param>
    /// <exception cref="PerceptionException">A file is missing, or does not fit; the message names it.</exception>
    public static QwenVlChat Load(string folder, Placement? placement = null)
    {
        placement ??= Placement.Cpu;
        var files = new PublishedFolder(folder);
        var (config, context) = files.Config(json => (QwenVlFolder.Config(json), QwenVlFolder.Context(json)));
        var tokenizer = files.Tokenizer();
        var prompt = new ChatPrompt(tokenizer, VisualRows.Of(files, config.Vision), config);
        if (tokenizer.Size > config.Text.VocabularySize)
        {
            throw new PerceptionException(
                $"{folder}: the tokenizer has {tokenizer.Size} tokens, the network {config.Text.VocabularySize}.");
        }

        var network = files.Weights(
            () => new QwenVlModel(config, placement.Layers), name => QwenVlNames.KeyOf(name, config));
        return new(files.Name, context, network, tokenizer, prompt, placement);
    }

    /// <summary>Replies to a conversation.</summary>
    /// <param name="messages">From the first on; the reply follows the last.</param>
    /// <param name="options">How the reply is made.</param>
    /// <param name="onText">Gets the reply piece by piece as it is made; null for none.</param>
    /// <param name="cancellation">Ends the reply after a token.</param>
    /// <exception cref="ArgumentException">A message cannot be read, or the conversation is too long.</exception>
    public ChatReply Reply(
        IReadOnlyList<ChatMessage> messages,
        ChatOptions options,
        Action<string>? onText = null,
        CancellationToken cancellation = default)
    {
        var chat = _prompt.Of(messages);
        if (chat.Ids.Count + options.MaxTokens > Context)
        {
            throw new ChatTooLongException(
                $"The conversation has {chat.Ids.Count} tokens; with {options.MaxTokens} of the reply these are more "
                + $"than {Context}.");
        }

        var stops = StopIds();
        var text = new ReplyText(_tokenizer, stops, onText);
        lock (_gate)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            _network.Generate(Input(chat), Generation(options, stops), (ids, _) =>
            {
                cancellation.ThrowIfCancellationRequested();
                text.Add(ids[0]);
            });
        }
        return text.End(chat.Ids.Count);
    }

    public void Dispose() => _network.Dispose();

    private static GenerationOptions Generation(ChatOptions options, IReadOnlyList<long> stops) => new()
    {
        MaxTokens = options.MaxTokens,
        StopIds = stops,
        Temperature = options.Temperature > 0 ? options.Temperature : null,
        TopP = options.TopP,
        Seed = options.Seed,
    };

    private long[] StopIds() =>
        _tokenizer.IdOf(EndOfText) is { } end ? [_prompt.End, end] : [_prompt.End];

    private QwenVlInput Input(PreparedChat chat)
    {
        var ids = tensor(chat.Ids.ToArray(), [1L, chat.Ids.Count], device: _placement.Device);
        return new(ids, ones_like(ids))
        {
            Images = Patches(chat.Images),
            Videos = Patches(chat.Videos) is { } videos
                ? videos with { SecondsPerStep = chat.SecondsPerStep }
                : null,
        };
    }

    private VisualPatches? Patches(PatchList list)
    {
        if (list.Grids.Count == 0)
            return null;
        var rows = (long)list.Grids.Sum(grid => grid.Patches);
        var numbers = tensor(list.Numbers.ToArray(), [rows, list.Numbers.Count / rows]);
        return new(numbers.to(_placement.DType, _placement.Device), list.Grids);
    }
}
