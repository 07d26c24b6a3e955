using System.CommandLine;

namespace Mesh.Cli;

/// <summary>A command whose help ends with examples and notes.</summary>
/// <param name="name">The word on the command line.</param>
/// <param name="description">One line.</param>
/// <param name="notes">What follows the options in the help, examples first.</param>
internal sealed class ExampleCommand(string name, string description, string notes) : Command(name, description)
{
    public string Notes { get; } = notes;
}
