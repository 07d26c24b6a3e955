namespace Mesh.ServiceDefaults.Bus;

/// <summary>
/// What was asked for cannot be done, now or later: the edit fails with this message, without another try.
/// </summary>
/// <param name="message">One line for the person who asked.</param>
/// <param name="field">Field of EditOptions that it is about, for example "instruction".</param>
/// <param name="code">A google.rpc.Code.</param>
/// <param name="inner">What it translates.</param>
public sealed class EditInputException(
    string message, string? field = null, int code = EditInputException.InvalidArgument, Exception? inner = null)
    : Exception(message, inner)
{
    private const int InvalidArgument = 3;

    public string? Field { get; } = field;

    public int Code { get; } = code;
}

/// <summary>A stage took longer than <see cref="Hosting.BusOptions.StageTimeout"/>.</summary>
internal sealed class StageTimeoutException(string stage, TimeSpan limit)
    : Exception($"The stage {stage} took longer than {limit}.");

/// <summary>A message was delivered more often than <see cref="Hosting.BusOptions.DeliveryLimit"/>.</summary>
internal sealed class DeliveryLimitException(string stage, int deliveries)
    : Exception($"The stage {stage} did not survive {deliveries} tries.");
