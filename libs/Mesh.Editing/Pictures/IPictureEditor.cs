using Mesh.Video;

namespace Mesh.Editing.Pictures;

/// <summary>Edits single pictures by an instruction. Owns its networks; not for several threads at once.</summary>
public interface IPictureEditor : IDisposable
{
    /// <summary>What the model is called.</summary>
    string Name { get; }

    PictureDefaults Defaults { get; }

    /// <summary>Pictures beside the one to edit that it takes at most.</summary>
    int MaxReferences { get; }

    /// <summary>The edited picture, of the size of the one that came in.</summary>
    /// <param name="edit">What to do.</param>
    /// <param name="stepDone">Told the number of steps done, from 1.</param>
    /// <param name="cancellation">Observed between steps.</param>
    /// <exception cref="EditRequestException">The model cannot do what is asked.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> fired.</exception>
    RgbImage Edit(PictureEdit edit, Action<int>? stepDone = null, CancellationToken cancellation = default);
}

/// <summary>What to do to a picture. What is null is taken from the model.</summary>
/// <param name="Picture">The picture.</param>
/// <param name="Instruction">What to change, in words.</param>
public sealed record PictureEdit(RgbImage Picture, string Instruction)
{
    /// <summary>Pictures of what is meant.</summary>
    public IReadOnlyList<RgbImage> References { get; init; } = [];

    /// <summary>The same seed gives the same picture.</summary>
    public long Seed { get; init; } = 42;

    /// <summary>Denoising steps, at least 1.</summary>
    public int? Steps { get; init; }

    /// <summary>How strongly to follow the instruction, 0 to 100.</summary>
    public double? Guidance { get; init; }

    /// <summary>What guidance leads away from, for models that take it.</summary>
    public string? NegativePrompt { get; init; }

    /// <exception cref="EditRequestException">A field is out of range, or of no use to the model.</exception>
    public void Validate(IPictureEditor editor)
    {
        EditRequest.ValidateWords(Instruction, Guidance);
        EditRequest.ValidateSteps(Steps, Guidance);
        new EditGuides { References = [.. References.Select((_, i) => $"{i + 1}")] }.Require(
            new ModelAbilities("", "", []) { MaxReferences = editor.MaxReferences }, editor.Name);
    }
}

/// <summary>How a picture editor is run unless the caller says otherwise.</summary>
/// <param name="Steps">Denoising steps.</param>
/// <param name="Guidance">How strongly to follow the instruction.</param>
/// <param name="Area">Pixels of the picture that is made.</param>
public sealed record PictureDefaults(int Steps, double Guidance, int Area)
{
    /// <summary>Pixels at which a vision-language encoder sees pictures.</summary>
    public int ConditionArea { get; init; } = 384 * 384;

    /// <summary>What guidance leads away from.</summary>
    public string NegativePrompt { get; init; } = " ";
}
