using Mesh.Models.QwenVl;
using Mesh.Tokenizers;

namespace Mesh.Perception.Chat;

/// <summary>A conversation as Qwen2.5-VL was trained to read it.</summary>
/// <remarks>
/// Every message stands between &lt;|im_start|&gt;ROLE and &lt;|im_end|&gt;; a picture is its cells between
/// &lt;|vision_start|&gt; and &lt;|vision_end|&gt;. Control tokens are put in as ids, so that no text can forge one.
/// </remarks>
internal sealed class ChatPrompt
{
    private const string DefaultSystem = "You are a helpful assistant.";

    private readonly Tokenizer _tokenizer;
    private readonly VisualRows _visuals;
    private readonly QwenVlConfig _config;
    private readonly int _start, _end, _visionStart, _visionEnd;

    /// <exception cref="PerceptionException">The tokenizer lacks a control token.</exception>
    public ChatPrompt(Tokenizer tokenizer, VisualRows visuals, QwenVlConfig config)
    {
        (_tokenizer, _visuals, _config) = (tokenizer, visuals, config);
        (_start, _end) = (Control("<|im_start|>"), Control("<|im_end|>"));
        (_visionStart, _visionEnd) = (Control("<|vision_start|>"), Control("<|vision_end|>"));
    }

    /// <summary>The token that ends a reply.</summary>
    public int End => _end;

    /// <exception cref="ArgumentException">A role, or a picture's size, is none that can be read.</exception>
    public PreparedChat Of(IReadOnlyList<ChatMessage> messages)
    {
        var chat = new PreparedChat();
        if (messages.Count == 0 || messages[0].Role != "system")
            Add(chat, new("system", [new ChatText(DefaultSystem)]));
        foreach (var message in messages)
            Add(chat, message);
        chat.Ids.Add(_start);
        AddText(chat, "assistant\n");
        return chat;
    }

    private void Add(PreparedChat chat, ChatMessage message)
    {
        if (message.Role is not ("system" or "user" or "assistant"))
            throw new ArgumentException($"A role must be system, user or assistant, got '{message.Role}'.");

        chat.Ids.Add(_start);
        var text = $"{message.Role}\n";
        foreach (var part in message.Parts)
        {
            if (part is ChatText words)
            {
                text += words.Text;
                continue;
            }

            AddText(chat, text);
            text = "";
            AddVisual(chat, part);
        }
        AddText(chat, text);
        chat.Ids.Add(_end);
        AddText(chat, "\n");
    }

    private void AddVisual(PreparedChat chat, ChatPart part)
    {
        var (token, grid) = part switch
        {
            ChatImage image => (_config.ImageId, _visuals.Add(chat.Images, [image.Picture])),
            ChatVideo video => (_config.VideoId, AddVideo(chat, video)),
            _ => throw new ArgumentException($"A part must be text, a picture or a video, got {part}."),
        };
        chat.Ids.Add(_visionStart);
        chat.Ids.AddRange(Enumerable.Repeat((long)token, grid.Tokens(_config.Vision.MergeSize)));
        chat.Ids.Add(_visionEnd);
    }

    private PatchGrid AddVideo(PreparedChat chat, ChatVideo video)
    {
        if (!(video.FramesPerSecond > 0 && double.IsFinite(video.FramesPerSecond)))
            throw new ArgumentException($"Frames per second must be positive, got {video.FramesPerSecond}.");
        FrameBatches.Require(video.Frames);
        chat.SecondsPerStep.Add(_config.Vision.FramesPerPatch / video.FramesPerSecond);
        return _visuals.Add(chat.Videos, video.Frames);
    }

    private void AddText(PreparedChat chat, string text)
    {
        foreach (var id in _tokenizer.EncodePlain(text))
            chat.Ids.Add(id);
    }

    private int Control(string token) => _tokenizer.IdOf(token)
        ?? throw new PerceptionException($"The tokenizer has no token {token}.");
}

/// <summary>A conversation on its way into the network.</summary>
internal sealed class PreparedChat
{
    public List<long> Ids { get; } = [];

    public PatchList Images { get; } = new();

    public PatchList Videos { get; } = new();

    public List<double> SecondsPerStep { get; } = [];
}

/// <summary>Patches of several pictures.</summary>
internal sealed class PatchList
{
    public List<float> Numbers { get; } = [];

    public List<PatchGrid> Grids { get; } = [];
}
