using System.CommandLine;
using Mesh.Editing;

namespace Mesh.Cli.Up;

/// <summary>mesh up: runs a mesh on this machine until it is told to stop.</summary>
internal static class UpCommand
{
    private const int DefaultPort = 7070;
    private const int DefaultHttpPort = 7071;

    private static readonly Option<int?> Port =
        Numbers.Option("--port", $"Port of gRPC, 0 for any free one ({DefaultPort}).", 0, 65535);

    private static readonly Option<int?> HttpPort =
        Numbers.Option("--http-port", $"Port of REST, 0 for any free one ({DefaultHttpPort}).", 0, 65535);

    private static readonly Option<string> Data = new("--data")
    {
        Description = "Folder of edits and videos (~/.local/share/mesh).",
        HelpName = "DIR",
        DefaultValueFactory = _ => Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "mesh"),
    };

    private static readonly Option<string[]> Model = new("--model")
    {
        Description = "A model to serve: NAME=DIR, or DIR; may be repeated, the first is the default (nano).",
        HelpName = "NAME=DIR",
    };

    private static readonly Option<string[]> PictureModel = new("--picture-model")
    {
        Description = "A picture editor to serve: NAME=DIR, or DIR; may be repeated.",
        HelpName = "NAME=DIR",
    };

    private static readonly Option<string[]> Films = new("--films")
    {
        Description = "Folder of films to curate; may be repeated (films below --data).",
        HelpName = "DIR",
    };

    private static readonly Option<int?> Threads =
        Numbers.Option("--threads", "CPU threads of the networks (all cores).", 1, 1024);

    private static readonly Option<bool> Distributed = new("--distributed")
    {
        Description = "One process per service, over a RabbitMQ that is started on this machine.",
    };

    public static Command Create()
    {
        var command = new ExampleCommand("up", "Run a mesh on this machine.", Notes)
        {
            Port, HttpPort, Data, Model, PictureModel, Films, Threads, Distributed,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var data = Path.GetFullPath(parsed.GetRequiredValue(Data));
        var options = new UpOptions
        {
            Port = parsed.GetValue(Port) ?? DefaultPort,
            HttpPort = parsed.GetValue(HttpPort) ?? DefaultHttpPort,
            Data = data,
            Models = [.. Models(parsed).Select(Editor)],
            PictureModels = [.. (parsed.GetValue(PictureModel) ?? []).Select(model => Named("--picture-model", model))],
            Films = FilmFolders(parsed, data),
            Threads = parsed.GetValue(Threads),
        };
        return (int)(parsed.GetValue(Distributed)
            ? await DistributedMesh.RunAsync(options, cancellation)
            : await OneProcessMesh.RunAsync(options, cancellation));
    }

    /// <exception cref="UsageException">There is no such folder.</exception>
    private static string[] FilmFolders(ParseResult parsed, string data)
    {
        if (parsed.GetValue(Films) is not { Length: > 0 } given)
            return [Directory.CreateDirectory(Path.Combine(data, "films")).FullName];
        var missing = given.FirstOrDefault(folder => !Directory.Exists(folder));
        return missing is null
            ? [.. given.Select(Path.GetFullPath)]
            : throw new UsageException($"--films {missing}: there is no such folder.");
    }

    private static string[] Models(ParseResult parsed) =>
        parsed.GetValue(Model) is { Length: > 0 } given ? given : [ModelOption.Default];

    /// <exception cref="UsageException">There is no such folder.</exception>
    private static (string Name, string Folder) Named(string option, string text)
    {
        var sign = text.IndexOf('=', StringComparison.Ordinal);
        var folder = Home.Model(sign < 0 ? text : text[(sign + 1)..]);
        if (!Directory.Exists(folder))
            throw new UsageException($"{option} {text}: there is no folder {folder}.");
        var own = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return (sign < 0 ? own : text[..sign], folder);
    }

    /// <exception cref="UsageException">There is no such folder.</exception>
    /// <exception cref="ModelException">It holds no model.</exception>
    private static (string Name, string Folder) Editor(string text)
    {
        var (name, folder) = Named("--model", text);
        return (ModelFolder.Describe(folder, name).Name, folder);
    }

    private const string Notes = """
        Examples:
          ./mesh up
          ./mesh up --port 9000 --data /srv/mesh --model nano --model icve=/models/icve
          ./mesh up --distributed --films /srv/footage

        Raw footage is curated too, by gRPC or, with --distributed, by messages: docs/curation.md.
        Edits and curations that were interrupted go on at the next start with the same --data.
        Ctrl-C lets what runs come to the end of a step, then stops; twice stops at once.
        """;
}
