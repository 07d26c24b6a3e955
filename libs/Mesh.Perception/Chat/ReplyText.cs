using Mesh.Tokenizers;

namespace Mesh.Perception.Chat;

/// <summary>The text of a reply while its tokens arrive.</summary>
/// <param name="tokenizer">Makes text of ids.</param>
/// <param name="stops">Ids that end a reply.</param>
/// <param name="onText">Gets what is new; null for nobody.</param>
internal sealed class ReplyText(Tokenizer tokenizer, IReadOnlyList<long> stops, Action<string>? onText)
{
    // Stands for the bytes of a character whose other bytes are in the next token.
    private const char Incomplete = '\uFFFD';

    private readonly List<int> _ids = [];
    private int _told;
    private bool _isComplete;

    public void Add(long id)
    {
        if (stops.Contains(id))
        {
            _isComplete = true;
            return;
        }

        _ids.Add((int)id);
        if (onText is not null && Text() is var text && !text.EndsWith(Incomplete))
            Tell(text);
    }

    public ChatReply End(int promptTokens)
    {
        var text = Text();
        Tell(text);
        return new(text, promptTokens, _ids.Count + (_isComplete ? 1 : 0), _isComplete);
    }

    private void Tell(string text)
    {
        if (text.Length > _told)
            onText?.Invoke(text[_told..]);
        _told = text.Length;
    }

    private string Text() => tokenizer.Decode(_ids, skipSpecialTokens: true);
}
