using System.Text.Json.Serialization;

namespace Mesh.Editing;

/// <summary>Files that show what words cannot.</summary>
public sealed record EditGuides
{
    public static EditGuides None { get; } = new();

    /// <summary>White where the film is to be made anew, black where it stays: a film as long, or a picture.</summary>
    public string? Mask { get; init; }

    /// <summary>What the edit is to follow, for example depth or poses: a film as long, or a picture.</summary>
    public string? Control { get; init; }

    /// <summary>Pictures of what is meant.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Every file.</summary>
    [JsonIgnore]
    public IEnumerable<string> Files => References.Append(Mask).Append(Control).OfType<string>();

    /// <summary>Throws when a model has no use for a file.</summary>
    /// <param name="abilities">What the model can be asked for.</param>
    /// <param name="model">Name of the model, for the message.</param>
    /// <exception cref="EditRequestException">The field is named.</exception>
    public void Require(ModelAbilities abilities, string model)
    {
        Refuse(Mask is not null && !abilities.TakesMask, "mask", $"the model {model} takes no mask.");
        Refuse(Control is not null && !abilities.TakesControl, "control", $"the model {model} takes no control film.");
        var most = abilities.MaxReferences;
        Refuse(References.Count > most, "reference", most == 0
            ? $"the model {model} takes no reference image."
            : $"the model {model} takes at most {most} reference images, got {References.Count}.");
    }

    private static void Refuse(bool isWrong, string field, string problem)
    {
        if (isWrong)
            throw new EditRequestException(problem) { Field = field };
    }
}
