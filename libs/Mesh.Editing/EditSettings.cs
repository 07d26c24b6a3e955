namespace Mesh.Editing;

/// <summary>How one edit is run: what was asked for, and the model's own where nothing was.</summary>
/// <param name="Seed">Names the noise.</param>
/// <param name="Steps">Denoising steps.</param>
/// <param name="Guidance">Classifier-free guidance scale; 1 is off.</param>
/// <param name="NegativePrompt">What guidance leads away from.</param>
public sealed record EditSettings(long Seed, int Steps, double Guidance, string NegativePrompt)
{
    public static EditSettings Of(EditRequest request, EditDefaults defaults) => new(
        request.Seed,
        request.Steps ?? defaults.Steps,
        request.Guidance ?? defaults.Guidance,
        request.NegativePrompt ?? defaults.NegativePrompt);
}
