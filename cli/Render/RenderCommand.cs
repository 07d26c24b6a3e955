using System.CommandLine;
using Mesh.Scenes;

namespace Mesh.Cli.Render;

/// <summary>mesh render: writes the sample films.</summary>
internal static class RenderCommand
{
    private static readonly Argument<string[]> Names = new("NAMES")
    {
        Description = "Films to render (all of them).",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string> Output = new("--out", "-o")
    {
        Description = "Folder to write to (samples).",
        HelpName = "DIR",
        DefaultValueFactory = _ => "samples",
    };

    public static Command Create()
    {
        var command = new ExampleCommand("render", "Render the sample films.", Notes()) { Names, Output };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var names = parsed.GetValue(Names) ?? [];
        if (names.FirstOrDefault(name => SampleFilms.All.All(film => film.Name != name)) is { } unknown)
            throw new UsageException($"no film is called {unknown}; there are {Listed()}.");

        var folder = parsed.GetRequiredValue(Output);
        Directory.CreateDirectory(folder);
        foreach (var film in SampleFilms.All.Where(film => names.Length == 0 || names.Contains(film.Name)))
        {
            var path = Path.Combine(folder, $"{film.Name}.mp4");
            await SampleFilms.RenderAsync(film, path, cancellation);
            Console.Out.WriteLine($"{path}: try \"{film.Instruction}\"");
        }
        return (int)ExitCode.Done;
    }

    private static string Listed() => string.Join(", ", SampleFilms.All.Select(film => film.Name));

    private static string Notes() => $"""
        Films: {Listed()}

        Examples:
          ./mesh render
          ./mesh render {SampleFilms.All[0].Name} --out /tmp/films
        """;
}
