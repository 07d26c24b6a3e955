using Mesh.Contracts.Pictures.V1;
using Mesh.ServiceDefaults.Errors;
using Mesh.ServiceDefaults.Pictures;

namespace Mesh.Gateway.Uploads;

/// <summary>What an order of a picture may be; behind this door nobody checks again.</summary>
internal static class PictureRules
{
    private const double MaxGuidance = 100;

    /// <exception cref="InvalidRequestException">Fields are wrong; every one is named.</exception>
    public static void Check(PictureOrder order, UploadOptions limits)
    {
        FieldProblem[] problems = [.. Options(order.Options, limits)];
        if (problems.Length > 0)
            throw new InvalidRequestException(problems);
        foreach (var picture in order.Pictures)
            ReferenceCheck.Run(picture, limits);
    }

    private static IEnumerable<FieldProblem> Options(PictureOptions options, UploadOptions limits)
    {
        if (string.IsNullOrWhiteSpace(options.Instruction))
            yield return new("instruction", "must say what to change, got nothing");
        foreach (var problem in InstructionRules.Problems("instruction", options.Instruction, limits))
            yield return problem;
        foreach (var problem in InstructionRules.Problems("negative_prompt", options.NegativePrompt, limits))
            yield return problem;
        if (options.HasSeed && options.Seed < 0)
            yield return new("seed", $"must be 0 to {long.MaxValue}, got {options.Seed}");
        if (options.HasSteps && (options.Steps < 1 || options.Steps > limits.MaxSteps))
            yield return new("steps", $"must be 1 to {limits.MaxSteps}, got {options.Steps}");
        if (options.HasGuidance && options.Guidance is not (>= 0 and <= MaxGuidance))
            yield return new("guidance", $"must be 0 to {MaxGuidance}, got {options.Guidance}");
    }
}
