using System.Globalization;
using System.Text.Json;
using Mesh.Contracts.Gateway.V1;
using Mesh.ServiceDefaults.Errors;

namespace Mesh.Gateway.Rest;

/// <summary>The fields of a submission by REST, from a form or from JSON; in the end they are options.</summary>
internal sealed class EditFields
{
    /// <summary>Names of all fields; "prompt" is another word for "instruction".</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "instruction", "prompt", "video_uri", "mask_uri", "control_uri", "reference_uri", "model", "seed", "steps",
        "guidance", "negative_prompt", "priority", "file_name",
    ];

    private const string Reference = "reference_uri";  // may be given several times

    private readonly Dictionary<string, string> _values = [];
    private readonly List<string> _references = [];
    private readonly List<FieldProblem> _problems = [];

    /// <exception cref="InvalidRequestException">The name is none of ours, or came before.</exception>
    public void Add(string name, string value)
    {
        if (!Names.Contains(name))
        {
            throw new InvalidRequestException(
                Shown.Line(name), $"is not a field; the fields are {string.Join(", ", Names)}");
        }
        if (name == Reference)
            _references.Add(value);
        else if (!_values.TryAdd(name == "prompt" ? "instruction" : name, value))
            throw new InvalidRequestException(name, "must be given once, got it twice");
    }

    /// <summary>The members of a JSON object.</summary>
    /// <exception cref="InvalidRequestException">It is no object of strings and numbers.</exception>
    public void Add(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
            throw new InvalidRequestException("body", $"must be a JSON object, got {body.ValueKind}");
        try
        {
            foreach (var member in body.EnumerateObject())
                Add(member);
        }
        catch (InvalidOperationException error)
        {
            // Half a surrogate pair is valid JSON and no text.
            throw new InvalidRequestException("body", $"must hold valid Unicode, got something else: {error.Message}");
        }
    }

    private void Add(JsonProperty member)
    {
        if (member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
            Add(member.Name, member.Value.ToString());
        else if (member is { Name: Reference, Value.ValueKind: JsonValueKind.Array })
        {
            foreach (var uri in member.Value.EnumerateArray())
                Add(Reference, uri.GetString() ?? "");
        }
        else if (member.Value.ValueKind != JsonValueKind.Null)
        {
            throw new InvalidRequestException(
                Shown.Line(member.Name), $"must be a string or a number, got {member.Value.ValueKind}");
        }
    }

    /// <exception cref="InvalidRequestException">Numbers or the priority cannot be read; each is named.</exception>
    public EditOptions ToOptions(string idempotencyKey)
    {
        var options = new EditOptions
        {
            Instruction = Text("instruction"),
            VideoUri = Text("video_uri"),
            MaskUri = Text("mask_uri"),
            ControlUri = Text("control_uri"),
            ReferenceUris = { _references.Where(uri => uri != "") },
            Model = Text("model"),
            NegativePrompt = Text("negative_prompt"),
            FileName = Text("file_name"),
            IdempotencyKey = idempotencyKey,
            Priority = Priority(),
        };
        if (Number<long>("seed", "a whole number") is { } seed)
            options.Seed = seed;
        if (Number<int>("steps", "a whole number") is { } steps)
            options.Steps = steps;
        if (Number<double>("guidance", "a number") is { } guidance)
            options.Guidance = guidance;
        return _problems.Count == 0 ? options : throw new InvalidRequestException(_problems);
    }

    private string Text(string name) => _values.GetValueOrDefault(name, "");

    private T? Number<T>(string name, string kind)
        where T : struct, IParsable<T>
    {
        if (Text(name) is not { Length: > 0 } text)
            return null;
        if (T.TryParse(text, CultureInfo.InvariantCulture, out var value))
            return value;
        _problems.Add(new(name, $"must be {kind}, got '{Shown.Line(text)}'"));
        return null;
    }

    private Priority Priority()
    {
        switch (Text("priority"))
        {
            case "": return Contracts.Gateway.V1.Priority.Unspecified;
            case "interactive": return Contracts.Gateway.V1.Priority.Interactive;
            case "standard": return Contracts.Gateway.V1.Priority.Standard;
            case "batch": return Contracts.Gateway.V1.Priority.Batch;
            case var other:
                _problems.Add(new("priority",
                    $"must be interactive, standard or batch, got '{Shown.Line(other)}'"));
                return Contracts.Gateway.V1.Priority.Unspecified;
        }
    }
}
