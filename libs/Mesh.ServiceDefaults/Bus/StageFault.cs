using MassTransit;
using MassTransit.Courier.Contracts;

namespace Mesh.ServiceDefaults.Bus;

/// <summary>Why an edit failed, as it travels in the variables of a routing slip that faulted.</summary>
/// <param name="Code">A google.rpc.Code.</param>
/// <param name="Message">One line for the person who asked.</param>
/// <param name="Field">The option it is about, if any.</param>
public sealed record StageFault(int Code, string Message, string? Field)
{
    private const int Aborted = 10;
    private const int Internal = 13;
    private const string CodeVariable = "mesh-error-code";
    private const string MessageVariable = "mesh-error-message";
    private const string FieldVariable = "mesh-error-field";
    private const string RestartVariable = "mesh-restart";

    /// <summary>Whether the edit has not failed but is to begin anew.</summary>
    public static bool IsRestart(RoutingSlipFaulted slip) => slip.Variables.ContainsKey(RestartVariable);

    /// <summary>Reads what a stage said; what it did not mean for the person is told without its words.</summary>
    public static StageFault Of(RoutingSlipFaulted slip)
    {
        if (slip.Variables.TryGetValue(MessageVariable, out var message))
        {
            var code = int.Parse(slip.Variables[CodeVariable].ToString()!);
            var field = slip.Variables.TryGetValue(FieldVariable, out var named) ? named?.ToString() : null;
            return new(code, message.ToString()!, field);
        }

        var fault = slip.ActivityExceptions.FirstOrDefault();
        var own = fault?.ExceptionInfo.ExceptionType is { } type
            && (type.EndsWith(nameof(StageTimeoutException), StringComparison.Ordinal)
                || type.EndsWith(nameof(DeliveryLimitException), StringComparison.Ordinal));
        return new(
            own ? Aborted : Internal,
            own ? fault!.ExceptionInfo.Message : $"The stage {fault?.Name ?? "of the edit"} failed.",
            Field: null);
    }

    internal static ExecutionResult Restart(ExecuteContext context, StaleWeightsException reason) =>
        context.FaultedWithVariables(reason, new Dictionary<string, object> { [RestartVariable] = true });

    internal static ExecutionResult Result(ExecuteContext context, EditInputException error)
    {
        var variables = new Dictionary<string, object>
        {
            [CodeVariable] = error.Code,
            [MessageVariable] = error.Message,
        };
        if (error.Field is { } field)
            variables[FieldVariable] = field;
        return context.FaultedWithVariables(error, variables);
    }
}
