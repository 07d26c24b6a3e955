using Mesh.Contracts.Gateway.V1;
using Mesh.ServiceDefaults.Errors;

namespace Mesh.Gateway.Uploads;

/// <summary>What the fields of <see cref="EditOptions"/> may be; behind this door nobody checks again.</summary>
internal static class OptionRules
{
    private const double MaxGuidance = 100;
    public const int MaxNameLength = 255;
    private const int MaxModelLength = 100;
    private const int MaxUriLength = 2048;

    /// <param name="options">As sent.</param>
    /// <param name="limits">The largest values.</param>
    /// <param name="models">Names of models that exist; empty when this process does not know them.</param>
    /// <exception cref="InvalidRequestException">Fields are wrong; every one is named.</exception>
    public static void Check(EditOptions options, UploadOptions limits, IReadOnlyCollection<string> models)
    {
        FieldProblem[] problems =
        [
            .. Words(options, limits), .. Numbers(options, limits), .. Names(options, models), .. Uris(options),
        ];
        if (problems.Length > 0)
            throw new InvalidRequestException(problems);
    }

    private static IEnumerable<FieldProblem> Words(EditOptions options, UploadOptions limits)
    {
        if (string.IsNullOrWhiteSpace(options.Instruction))
            yield return new("instruction", "must say what to change, got nothing");
        foreach (var problem in InstructionRules.Problems("instruction", options.Instruction, limits))
            yield return problem;
        foreach (var problem in InstructionRules.Problems("negative_prompt", options.NegativePrompt, limits))
            yield return problem;
    }

    private static IEnumerable<FieldProblem> Numbers(EditOptions options, UploadOptions limits)
    {
        if (options.HasSeed && options.Seed < 0)
            yield return new("seed", $"must be 0 to {long.MaxValue}, got {options.Seed}");
        if (options.HasSteps && (options.Steps < 1 || options.Steps > limits.MaxSteps))
            yield return new("steps", $"must be 1 to {limits.MaxSteps}, got {options.Steps}");
        if (options.HasGuidance && options.Guidance is not (>= 0 and <= MaxGuidance))
            yield return new("guidance", $"must be 0 to {MaxGuidance}, got {options.Guidance}");
        if (!Enum.IsDefined(options.Priority))
            yield return new("priority", $"must be 0 to 3, got {(int)options.Priority}");
    }

    private static IEnumerable<FieldProblem> Names(EditOptions options, IReadOnlyCollection<string> models)
    {
        if (options.FileName.Length > MaxNameLength)
        {
            yield return new(
                "file_name", $"must have at most {MaxNameLength} characters, got {options.FileName.Length}");
        }
        if (!IsPrintable(options.IdempotencyKey, MaxNameLength))
        {
            yield return new("idempotency_key", $"must be at most {MaxNameLength} printable ASCII characters, "
                + $"got '{Shown.Line(options.IdempotencyKey)}'");
        }
        if (!IsPrintable(options.Model, MaxModelLength))
            yield return new("model", $"must be a name, got '{Shown.Line(options.Model)}'");
        else if (options.Model != "" && models.Count > 0 && !models.Contains(options.Model))
            yield return new("model", $"must be one of {string.Join(", ", models)}, got '{Shown.Line(options.Model)}'");
    }

    private static IEnumerable<FieldProblem> Uris(EditOptions options) =>
        from field in ((string Name, string Value)[])
            [
                ("video_uri", options.VideoUri), ("mask_uri", options.MaskUri), ("control_uri", options.ControlUri),
                .. options.ReferenceUris.Select(uri => ("reference_uri", uri)),
            ]
        where field.Value.Length > MaxUriLength
        select new FieldProblem(field.Name, $"must have at most {MaxUriLength} characters, got {field.Value.Length}");

    private static bool IsPrintable(string text, int length) =>
        text.Length <= length && text.All(c => c is >= ' ' and <= '~');
}
