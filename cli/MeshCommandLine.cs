using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Mesh.Cli.Ablate;
using Mesh.Cli.Archives;
using Mesh.Cli.Bench;
using Mesh.Cli.Chaos;
using Mesh.Cli.Curate;
using Mesh.Cli.Edit;
using Mesh.Cli.EditImage;
using Mesh.Cli.Encode;
using Mesh.Cli.Eval;
using Mesh.Cli.Models;
using Mesh.Cli.Render;
using Mesh.Cli.Train;
using Mesh.Cli.Up;

namespace Mesh.Cli;

/// <summary>The whole command line: parses, runs one command, turns a failure into one line and an exit code.</summary>
internal static class MeshCommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Root().Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            var page = $"{PathOf(parsed.CommandResult)} --help";
            var problem = parsed.UnmatchedTokens is [var stray, ..]
                ? $"There is no command or option '{stray}'."
                : parsed.Errors[0].Message;
            await Console.Error.WriteLineAsync($"mesh: {problem} See {page}.");
            return (int)ExitCode.Input;
        }

        using var interrupt = new Interrupt();
        try
        {
            var settings = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(settings, interrupt.Token);
        }
        catch (Exception error)
        {
            return (int)Failure.Tell(error, interrupt.Token.IsCancellationRequested);
        }
    }

    private static string PathOf(SymbolResult? command) => command is CommandResult { Command.Name: not "mesh" } named
        ? $"{PathOf(named.Parent)} {named.Command.Name}"
        : "mesh";

    private static ExampleCommand Root()
    {
        var help = new HelpOption();
        help.Action = new ExampleHelp((HelpAction)help.Action!);
        return new ExampleCommand("mesh", "Edits videos by instruction.", Notes)
        {
            help,
            new VersionOption(),
            EditCommand.Create(),
            EditImageCommand.Create(),
            EvalCommand.Create(),
            TrainCommand.Create(),
            AblateCommand.Create(),
            RenderCommand.Create(),
            CurateCommand.Create(),
            EncodeCommand.Create(),
            BenchCommand.Create(),
            UpCommand.Create(),
            ChaosCommand.Create(),
            CheckArchiveCommand.Create(),
            ModelsCommand.Create(),
        };
    }

    private const string Notes = """
        Examples:
          ./mesh edit samples/red-circle.mp4 "recolour the red circle to blue" -o out.mp4
          ./mesh eval --cases 60
        """;
}
