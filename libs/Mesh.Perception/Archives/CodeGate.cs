namespace Mesh.Perception.Archives;

/// <summary>
/// Reads the text of an archive before anything loads it, and refuses what could do more than compute with tensors.
/// </summary>
/// <remarks>
/// Operators are reached as torch.X(...), ops.NAMESPACE.X(...), or as a method of a value. Each must be on the list of
/// <see cref="AllowedOperators"/>; any other method or field must be declared by the archive itself, under a name that
/// no operator with effects has. Operators are only called where they are named: an alias is refused.
/// </remarks>
internal sealed class CodeGate(string archive)
{
    private const string OwnCode = "__torch__";

    private static readonly HashSet<string> Forbidden = new(StringComparer.Ordinal)
    {
        "__setstate__", "__getstate__", "print", "fork", "awaitable", "rpc_async", "rpc_sync", "rpc_remote", "import",
        "eval", "exec", "open", "with", "global", "lambda", "yield", "async", "await",
    };

    // Operators that read, write, wait, or change more than their own result, as later libraries have them too.
    private static readonly HashSet<string> Effects = new(StringComparer.Ordinal)
    {
        "from_file", "save", "load", "_save", "_load", "wait", "warn", "manual_seed", "seed", "set_grad_enabled",
        "set_", "set_data", "resize_", "resize_as_", "backward", "requires_grad_", "retain_grad", "record_stream",
        "set_num_threads", "classes", "file", "write", "read", "remove", "system", "popen",
    };

    private readonly HashSet<string> _declared = new(StringComparer.Ordinal);

    /// <exception cref="PerceptionException">Something is not allowed; the message says what and where.</exception>
    public void Require(IReadOnlyList<(string Name, string Text)> files)
    {
        var split = files.Select(file => (file.Name, Tokens: CodeToken.Split(file.Text, file.Name))).ToList();
        foreach (var (name, tokens) in split)
            Declare(name, tokens);
        foreach (var (name, tokens) in split)
            Check(name, tokens);
    }

    // What follows "def", and what stands before a colon: fields, parameters.
    private void Declare(string file, List<CodeToken> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            var isDeclared = tokens[i].IsName && !After(tokens, i, ".")
                && (After(tokens, i, "def") || i + 1 < tokens.Count && tokens[i + 1].Text == ":");
            if (!isDeclared)
                continue;
            if (Effects.Contains(tokens[i].Text) || Forbidden.Contains(tokens[i].Text))
                throw Refused(file, $"declares '{tokens[i].Text}', the name of an operation with effects");
            _declared.Add(tokens[i].Text);
        }
    }

    private void Check(string file, List<CodeToken> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            var (text, isName) = tokens[i];
            if (!isName)
                continue;
            if (Forbidden.Contains(text))
                throw Refused(file, $"uses '{text}'");
            if (text == "torch" && !After(tokens, i, "."))
                i = Operator(file, tokens, i, "torch", parts: 1);
            else if (text == "ops" && !After(tokens, i, "."))
                i = Operator(file, tokens, i, "ops", parts: 2);
            else if (text == OwnCode)
                i = OwnName(file, tokens, i);
            else if (After(tokens, i, ".") && !_declared.Contains(text) && !AllowedOperators.Contains(text)
                && !IsConstant(tokens, i))
                throw Refused(file, $"uses '.{text}', which is neither its own nor an allowed operator");
        }
    }

    // torch.X( or ops.NAMESPACE.X(
    private int Operator(string file, List<CodeToken> tokens, int at, string root, int parts)
    {
        var names = new List<string>();
        var next = at + 1;
        while (names.Count < parts && next + 1 < tokens.Count && tokens[next].Text == "." && tokens[next + 1].IsName)
        {
            names.Add(tokens[next + 1].Text);
            next += 2;
        }

        var name = string.Join('.', names);
        if (names.Count < parts || next >= tokens.Count || tokens[next].Text != "(")
            throw Refused(file, $"names '{root}.{name}' without calling it");
        var key = root == "ops" && names[0] == "aten" ? names[1] : name;
        if (!AllowedOperators.Contains(key))
            throw Refused(file, $"uses the operator '{name}', which is not on the allow-list");
        return next;
    }

    // __torch__.a.b.C is a class or a function of the archive, whose text is read as well.
    private int OwnName(string file, List<CodeToken> tokens, int at)
    {
        while (at + 2 < tokens.Count && tokens[at + 1].Text == "." && tokens[at + 2].IsName)
        {
            at += 2;
            if (Effects.Contains(tokens[at].Text) || Forbidden.Contains(tokens[at].Text))
                throw Refused(file, $"uses '{tokens[at].Text}'");
        }
        return at;
    }

    private static bool IsConstant(List<CodeToken> tokens, int at) => at >= 2 && tokens[at - 2].Text == "CONSTANTS";

    private static bool After(List<CodeToken> tokens, int at, string text) => at > 0 && tokens[at - 1].Text == text;

    private PerceptionException Refused(string file, string reason) =>
        new($"{archive} is refused: {file} {reason}. Export the network without it, or do not trust the file.");
}
