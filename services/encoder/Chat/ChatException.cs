namespace Mesh.Encoder.Chat;

/// <summary>A refusal in OpenAI's shape.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="type">For example "invalid_request_error".</param>
/// <param name="code">For example "model_not_found"; null for none.</param>
/// <param name="parameter">The field it is about; null for none.</param>
/// <param name="message">One line.</param>
public sealed class ChatException(int status, string type, string? code, string? parameter, string message)
    : Exception(message)
{
    private const string Invalid = "invalid_request_error";

    public int Status => status;

    public string Type => type;

    public string? Code => code;

    public string? Parameter => parameter;

    public static ChatException BadRequest(string parameter, string message, string? code = null) =>
        new(400, Invalid, code, parameter, message);

    public static ChatException UnknownModel(string model, string known) =>
        new(404, Invalid, "model_not_found", "model", $"There is no model '{model}', only '{known}'.");

    public static ChatException Busy(int waiting) => new(
        429, "rate_limit_error", "rate_limit_exceeded", null, $"{waiting} conversations are waiting. Try again later.");
}
