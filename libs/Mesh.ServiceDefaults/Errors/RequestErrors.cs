using Google.Protobuf.WellKnownTypes;
using Google.Rpc;

namespace Mesh.ServiceDefaults.Errors;

/// <summary>The refusals that more than one part of the mesh needs.</summary>
public static class RequestErrors
{
    private const string Domain = "mesh";

    /// <summary>NOT_FOUND. What belongs to somebody else is told in the same words as what does not exist.</summary>
    /// <param name="kind">For example "edit".</param>
    /// <param name="name">As the caller wrote it.</param>
    public static RequestException NotFound(string kind, string name) => new(
        Code.NotFound,
        $"There is no {kind} '{Shown.Line(name)}'.",
        new ResourceInfo { ResourceType = kind, ResourceName = Shown.Line(name) });

    /// <summary>FAILED_PRECONDITION: it may succeed once something else has happened.</summary>
    /// <param name="type">UPPER_SNAKE_CASE, for programs.</param>
    /// <param name="subject">What the condition is about.</param>
    /// <param name="message">One line: what has to be true, what is.</param>
    public static RequestException FailedPrecondition(string type, string subject, string message)
    {
        var details = new PreconditionFailure();
        details.Violations.Add(new PreconditionFailure.Types.Violation
        {
            Type = type,
            Subject = subject,
            Description = message,
        });
        return new(Code.FailedPrecondition, message, details);
    }

    /// <summary>RESOURCE_EXHAUSTED with the quota and when to try again.</summary>
    /// <param name="subject">Whose quota.</param>
    /// <param name="message">One line: the limit, and what it holds.</param>
    /// <param name="retryAfter">When it may be different.</param>
    public static RequestException ResourceExhausted(string subject, string message, TimeSpan retryAfter)
    {
        var quota = new QuotaFailure();
        quota.Violations.Add(new QuotaFailure.Types.Violation { Subject = subject, Description = message });
        return new(
            Code.ResourceExhausted, message, quota, new RetryInfo { RetryDelay = Duration.FromTimeSpan(retryAfter) });
    }

    /// <summary>UNAUTHENTICATED.</summary>
    /// <param name="reason">UPPER_SNAKE_CASE, for programs.</param>
    /// <param name="message">One line that gives away nothing of the credentials.</param>
    public static RequestException Unauthenticated(string reason, string message) =>
        new(Code.Unauthenticated, message, new ErrorInfo { Reason = reason, Domain = Domain });

    /// <summary>PERMISSION_DENIED.</summary>
    /// <param name="reason">UPPER_SNAKE_CASE, for programs.</param>
    /// <param name="message">One line: what is missing.</param>
    public static RequestException PermissionDenied(string reason, string message) =>
        new(Code.PermissionDenied, message, new ErrorInfo { Reason = reason, Domain = Domain });

    /// <summary>UNAVAILABLE: calling again later is right.</summary>
    /// <param name="message">One line: what is away.</param>
    /// <param name="retryAfter">When it may be back.</param>
    public static RequestException Unavailable(string message, TimeSpan retryAfter) =>
        new(Code.Unavailable, message, new RetryInfo { RetryDelay = Duration.FromTimeSpan(retryAfter) });
}
