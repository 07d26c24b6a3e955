namespace Mesh.Stores.Jobs;

/// <summary>Why an edit failed, for the person who asked.</summary>
/// <param name="Code">A google.rpc.Code.</param>
/// <param name="Message">One line.</param>
/// <param name="Field">The option it is about, if any.</param>
public sealed record EditError(int Code, string Message, string? Field = null);
