using System.CommandLine;

namespace Mesh.Cli;

/// <summary>The option that names a model.</summary>
internal static class ModelOption
{
    public const string Default = "nano";

    public static Option<string> Create() => new("--model")
    {
        Description = $"A model folder, or the name of one under models/ ({Default}).",
        HelpName = "DIR",
        DefaultValueFactory = _ => Default,
    };
}
