namespace Mesh.Editing;

/// <summary>One edit, as asked for. What is null is taken from the model.</summary>
/// <param name="Input">The film to edit.</param>
/// <param name="Instruction">What to change, in words.</param>
/// <param name="Output">The file to write; it appears when the edit is complete.</param>
public sealed record EditRequest(string Input, string Instruction, string Output)
{
    /// <summary>The same seed gives the same bytes.</summary>
    public long Seed { get; init; } = 42;

    /// <summary>Denoising steps, at least 1.</summary>
    public int? Steps { get; init; }

    /// <summary>Classifier-free guidance scale, at least 0; 1 is off.</summary>
    public double? Guidance { get; init; }

    /// <summary>What guidance leads away from.</summary>
    public string? NegativePrompt { get; init; }

    /// <summary>Files that show what is meant, for models that take them.</summary>
    public EditGuides Guides { get; init; } = EditGuides.None;

    /// <summary>A second file to write: source and edited film side by side.</summary>
    public string? Compare { get; init; }

    /// <summary>Throws when no model could carry the request out.</summary>
    /// <param name="abilities">What the model can be asked for.</param>
    /// <param name="model">Name of the model, for the message.</param>
    /// <exception cref="EditRequestException">A field is empty or out of range, or files collide.</exception>
    public void Validate(ModelAbilities abilities, string model)
    {
        ValidateWords(Instruction, Guidance);
        ValidateSteps(Steps, Guidance);
        Guides.Require(abilities, model);
        Require(!SameFile(Input, Output), $"the output {Output} would overwrite the input.");
        Require(!SameFile(Input, Compare) && !SameFile(Output, Compare),
            $"the comparison {Compare} would overwrite the input or the output.");
        foreach (var file in Guides.Files)
        {
            Require(File.Exists(file), $"file not found: {file}.");
            Require(!SameFile(file, Output) && !SameFile(file, Compare), $"an output would overwrite {file}.");
        }
        foreach (var file in (string?[])[Output, Compare])
        {
            var folder = file is null ? null : Path.GetDirectoryName(Path.GetFullPath(file));
            Require(folder is null || Directory.Exists(folder), $"the folder of {file} does not exist.");
        }
    }

    /// <exception cref="EditRequestException">The instruction is empty, or guidance is out of range.</exception>
    internal static void ValidateWords(string instruction, double? guidance)
    {
        Require(!string.IsNullOrWhiteSpace(instruction), "the instruction is empty.", "instruction");
        ValidateGuidance(guidance);
    }

    /// <exception cref="EditRequestException">A number is out of range.</exception>
    internal static void ValidateSteps(int? steps, double? guidance)
    {
        Require(steps is null or >= 1, $"steps must be at least 1, got {steps}.", "steps");
        ValidateGuidance(guidance);
    }

    private static void ValidateGuidance(double? guidance) => Require(
        guidance is null or (>= 0 and <= 100), $"guidance must be 0 to 100, got {guidance}.", "guidance");

    private static bool SameFile(string one, string? other) =>
        other is not null && Path.GetFullPath(one) == Path.GetFullPath(other);

    private static void Require(bool holds, string problem, string? field = null)
    {
        if (!holds)
            throw new EditRequestException(problem) { Field = field };
    }
}
