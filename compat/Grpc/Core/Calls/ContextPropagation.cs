namespace Grpc.Core;

/// <summary>Carries deadline and cancellation of a call being served into calls that it makes.</summary>
public abstract class ContextPropagationToken
{
    internal ContextPropagationToken()
    {
    }
}

/// <summary>What a <see cref="ContextPropagationToken"/> carries.</summary>
public class ContextPropagationOptions
{
    public static readonly ContextPropagationOptions Default = new();

    public ContextPropagationOptions(bool propagateDeadline = true, bool propagateCancellation = true) =>
        (IsPropagateDeadline, IsPropagateCancellation) = (propagateDeadline, propagateCancellation);

    public bool IsPropagateDeadline { get; }

    public bool IsPropagateCancellation { get; }
}
