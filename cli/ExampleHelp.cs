using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Mesh.Cli;

/// <summary>The usual help page, then the command's notes, then the exit codes.</summary>
internal sealed class ExampleHelp(HelpAction inner) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        inner.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        if (parseResult.CommandResult.Command is ExampleCommand { Notes: var notes })
            output.WriteLine(notes + Environment.NewLine);
        output.WriteLine(ExitCodeText.Table);
        return (int)ExitCode.Done;
    }
}
