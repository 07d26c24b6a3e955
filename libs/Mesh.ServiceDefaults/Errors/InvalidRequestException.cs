using Google.Rpc;

namespace Mesh.ServiceDefaults.Errors;

/// <summary>One or more fields of a request are wrong: INVALID_ARGUMENT with google.rpc.BadRequest.</summary>
public sealed class InvalidRequestException : RequestException
{
    /// <param name="field">Name of the field as the caller wrote it, for example "steps".</param>
    /// <param name="problem">The limit and what was got, for example "must be 1 to 1000, got 0".</param>
    public InvalidRequestException(string field, string problem)
        : this([new FieldProblem(field, problem)])
    {
    }

    /// <param name="problems">Every field that is wrong, at least one.</param>
    public InvalidRequestException(IReadOnlyList<FieldProblem> problems)
        : base(Code.InvalidArgument, string.Join("; ", problems) + ".", BadFields(problems)) => Problems = problems;

    public IReadOnlyList<FieldProblem> Problems { get; }

    private static BadRequest BadFields(IEnumerable<FieldProblem> problems)
    {
        var details = new BadRequest();
        details.FieldViolations.AddRange(problems.Select(problem =>
            new BadRequest.Types.FieldViolation { Field = problem.Field, Description = problem.Problem }));
        return details;
    }
}

/// <summary>What is wrong with one field.</summary>
/// <param name="Field">Its name as the caller wrote it.</param>
/// <param name="Problem">The limit and what was got; a phrase that follows the name.</param>
public sealed record FieldProblem(string Field, string Problem)
{
    public override string ToString() => $"{Field} {Problem}";
}
