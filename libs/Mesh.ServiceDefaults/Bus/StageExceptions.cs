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

/// <summary>
/// An edit came with weights that are not current any more: it begins anew, with those that are. So no film is made
/// with the weights of two versions.
/// </summary>
/// <param name="model">Name of the model.</param>
/// <param name="version">The weights of the edit.</param>
/// <param name="current">The weights that are served.</param>
public sealed class StaleWeightsException(string model, string version, string current)
    : Exception($"The edit was started with version '{version}' of {model}, served is version '{current}'.");

/// <summary>A stage took longer than <see cref="Hosting.BusOptions.StageTimeout"/>.</summary>
internal sealed class StageTimeoutException(string stage, TimeSpan limit)
    : Exception($"The stage {stage} took longer than {limit}.");

/// <summary>A message was delivered more often than <see cref="Hosting.BusOptions.DeliveryLimit"/>.</summary>
internal sealed class DeliveryLimitException(string stage, int deliveries)
    : Exception($"The stage {stage} did not survive {deliveries} tries.");
