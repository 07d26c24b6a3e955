using Mesh.Contracts.Trainer.V1;
using Mesh.ServiceDefaults.Errors;
using Mesh.Training.Recipes;

namespace Mesh.Trainer;

/// <summary>What a request says of low-rank updates.</summary>
internal static class LoraFields
{
    private const int MaxRank = 4096;
    private const double MaxAlpha = 1e6;

    /// <returns>Null when they are not asked for.</returns>
    /// <exception cref="InvalidRequestException">Names every field that cannot be.</exception>
    public static LoraTraining? Of(StartRequest request)
    {
        FieldProblem[] problems = [.. Problems(request)];
        if (problems.Length > 0)
            throw new InvalidRequestException(problems);
        if (request.LoraRank == 0)
            return null;
        var lora = new LoraTraining(request.LoraRank, request.LoraAlpha > 0 ? request.LoraAlpha : request.LoraRank);
        return request.LoraTargets.Count > 0 ? lora with { Targets = [.. request.LoraTargets] } : lora;
    }

    private static IEnumerable<FieldProblem> Problems(StartRequest request)
    {
        if (request.LoraRank is < 0 or > MaxRank)
            yield return new("lora_rank", $"must be 0 to {MaxRank}, got {request.LoraRank}");
        if (request.LoraAlpha is not (>= 0 and <= MaxAlpha))
            yield return new("lora_alpha", $"must be 0 to {MaxAlpha:0}, got {request.LoraAlpha}");
        if (request.LoraTargets.Any(string.IsNullOrWhiteSpace))
            yield return new("lora_targets", "must be names of layers, got an empty one");
        if (request.LoraRank == 0 && (request.LoraAlpha > 0 || request.LoraTargets.Count > 0))
            yield return new("lora_rank", "must be set where lora_alpha or lora_targets is");
        if (request.LoraRank > 0 && request.StartFrom.Length == 0)
            yield return new("start_from", "must name the weights that the low-rank updates are on");
    }
}
