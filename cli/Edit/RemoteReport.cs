using System.Text.Json;
using Mesh.Editing;

namespace Mesh.Cli.Edit;

/// <summary>Reads the report that the mesh measured.</summary>
internal static class RemoteReport
{
    /// <exception cref="InvalidDataException">It is of another version.</exception>
    public static EditReport Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<EditReport>(json, EditReport.Json)
                ?? throw new InvalidDataException("The mesh sent an empty report.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException(
                $"The mesh sent a report that this version does not know: {error.Message}", error);
        }
    }
}
