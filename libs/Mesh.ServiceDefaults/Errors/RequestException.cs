using Google.Protobuf;
using Google.Rpc;

namespace Mesh.ServiceDefaults.Errors;

/// <summary>
/// A call cannot be carried out for a reason that is the caller's to know. Message and details reach the caller; any
/// other exception reaches only the log.
/// </summary>
/// <param name="code">How it is told on the wire.</param>
/// <param name="message">One line for the person who called: what, expected, got, the cure.</param>
/// <param name="details">Messages of google.rpc, for example BadRequest.</param>
public class RequestException(Code code, string message, params IReadOnlyList<IMessage> details) : Exception(message)
{
    public Code Code { get; } = code;

    public IReadOnlyList<IMessage> Details { get; } = details;
}
