using System.Globalization;

namespace Mesh.Tokenizers.Patterns;

/// <summary>
/// Reads an expression from left to right; every part is a function from what follows it to its node.
/// </summary>
internal sealed class PatternParser
{
    private readonly string _expression;
    private int _at;

    private PatternParser(string expression) => _expression = expression;

    private delegate PatternNode Part(PatternNode next);

    private bool AtEnd => _at >= _expression.Length;

    /// <exception cref="TokenizerFormatException">
    /// The expression is malformed or uses what is not supported.
    /// </exception>
    public static PatternNode Parse(string expression)
    {
        var parser = new PatternParser(expression);
        var part = parser.Branches(ignoreCase: false);
        return parser.AtEnd ? part(new Accept()) : throw parser.Unsupported();
    }

    private Part Branches(bool ignoreCase)
    {
        List<Part> branches = [Sequence(ignoreCase)];
        while (Taken("|"))
            branches.Add(Sequence(ignoreCase));
        return branches.Count == 1
            ? branches[0]
            : next => new Choice([.. branches.Select(branch => branch(next))]);
    }

    private Part Sequence(bool ignoreCase)
    {
        var parts = new List<Part>();
        while (!AtEnd && _expression[_at] is not ('|' or ')'))
        {
            if (Taken("(?i)"))
                ignoreCase = true;
            else
                parts.Add(_expression[_at] == '(' ? Group(ignoreCase) : Quantified(ignoreCase));
        }

        return next => parts.AsEnumerable().Reverse().Aggregate(next, (following, part) => part(following));
    }

    private Part Group(bool ignoreCase)
    {
        var start = _at;
        bool? expected = Taken("(?=") ? true : Taken("(?!") ? false : null;
        if (expected is null)
            ignoreCase = Opened() || ignoreCase;

        var body = Branches(ignoreCase);
        if (!Taken(")"))
            throw Unsupported(start);
        if (expected is { } wanted)
            return next => new LookAhead(body(new Accept()), wanted, next);

        var (min, max) = Count();
        return (min, max) switch
        {
            (1, 1) => body,
            (0, 1) => next => new Choice([body(next), next]),
            _ => throw Unsupported(start),  // a repeated group: no published tokenizer has one
        };
    }

    // A group without lookahead; true if it asks for any case.
    private bool Opened()
    {
        if (Taken("(?i:"))
            return true;
        if (!Taken("(?:") && (Taken("(?") || !Taken("(")))
            throw Unsupported();
        return false;
    }

    private Part Quantified(bool ignoreCase)
    {
        var set = SetParser.Next(_expression, ref _at, ignoreCase) ?? throw Unsupported();
        var (min, max) = Count();
        return (min, max) == (1, 1)
            ? next => new One(set, next)
            : next => new Repeat(set, min, max, next);
    }

    private (int Min, int Max) Count()
    {
        var count = Taken("*") ? (0, int.MaxValue)
            : Taken("+") ? (1, int.MaxValue)
            : Taken("?") ? (0, 1)
            : Taken("{") ? Braces()
            : (1, 1);
        if (count != (1, 1) && !AtEnd && _expression[_at] is '+' or '?')
            throw Unsupported();  // possessive and lazy quantifiers
        return count;
    }

    private (int Min, int Max) Braces()
    {
        var end = _expression.IndexOf('}', _at);
        string[] numbers = end < 0 ? [] : _expression[_at..end].Split(',');
        if (numbers.Length is not (1 or 2) || !Number(numbers[0], 0, out var min))
            throw Unsupported();

        var max = min;
        if (numbers.Length == 2 && !Number(numbers[1], int.MaxValue, out max))
            throw Unsupported();
        _at = end + 1;
        return (min, max);
    }

    private static bool Number(string text, int whenEmpty, out int value)
    {
        value = whenEmpty;
        return text.Length == 0 || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    private bool Taken(string token)
    {
        if (!_expression.AsSpan(_at).StartsWith(token, StringComparison.Ordinal))
            return false;

        _at += token.Length;
        return true;
    }

    private TokenizerFormatException Unsupported(int? at = null) => new(
        $"The expression '{_expression}' is not supported from character {at ?? _at} on.");
}
