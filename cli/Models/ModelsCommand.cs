using System.CommandLine;

namespace Mesh.Cli.Models;

/// <summary>mesh models: what is in weight files and model folders, and what can be made of them.</summary>
internal static class ModelsCommand
{
    public static Command Create() => new ExampleCommand(
        "models", "Inspect, convert, verify and plan model files.", Notes)
    {
        InspectCommand.Create(),
        ConvertCommand.Create(),
        VerifyCommand.Create(),
        PlanCommand.Create(),
    };

    private const string Notes = """
        Examples:
          ./mesh models inspect ckpts/vae/pytorch_model.pt
          ./mesh models convert mp_rank_00_model_states.pt transformer.safetensors --dtype bfloat16
          ./mesh models verify models/icve --run
          ./mesh models plan models/icve --size 768x480x77 --memory 24GB
        """;
}
