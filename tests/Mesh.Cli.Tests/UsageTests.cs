namespace Mesh.Cli.Tests;

public sealed class UsageTests
{
    [Theory]
    [InlineData("edit")]
    [InlineData("edit-image")]
    [InlineData("eval")]
    [InlineData("train")]
    [InlineData("ablate")]
    [InlineData("render")]
    [InlineData("curate")]
    [InlineData("bench")]
    [InlineData("up")]
    [InlineData("check-archive")]
    [InlineData("models")]
    [InlineData("models inspect")]
    [InlineData("models convert")]
    [InlineData("models verify")]
    [InlineData("models plan")]
    public async Task Every_command_has_a_help_page_with_examples_and_exit_codes(string command)
    {
        var ended = await MeshProgram.RunAsync([.. command.Split(' '), "--help"]);

        Assert.Equal((0, ""), (ended.Code, ended.Errors));
        Assert.Contains("Examples:", ended.Output, StringComparison.Ordinal);
        Assert.Contains($"./mesh {command}", ended.Output, StringComparison.Ordinal);
        Assert.Contains("130  cancelled", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_help_of_edit_says_what_the_small_model_can_and_cannot_do()
    {
        var ended = await MeshProgram.RunAsync("edit", "--help");

        Assert.Contains("The model nano can add, remove, recolour", ended.Output, StringComparison.Ordinal);
        Assert.Contains("It cannot edit people", ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--frobnicate", "edit", "in.mp4", "make it red", "-o", "out.mp4", "--frobnicate")]
    [InlineData("--output", "edit", "in.mp4", "make it red")]
    [InlineData("--steps must be a whole number from 1 to 1000, got '0'", "edit", "a", "b", "-o", "c", "--steps", "0")]
    [InlineData("--guidance must be a number from 0 to 100, got 'x'", "edit", "a", "b", "-o", "c", "--guidance", "x")]
    [InlineData("--minutes and --steps exclude each other", "train", "-o", "r", "--minutes", "1", "--steps", "1")]
    [InlineData("no film is called teapot", "render", "teapot")]
    [InlineData("Recipe must be nano, nano32 or smoke, got 'huge'", "train", "-o", "r", "--recipe", "huge")]
    [InlineData("--seeds must be different whole numbers", "ablate", "-o", "r", "--seeds", "1,1")]
    [InlineData("Steps on clips must be from 1 to 9", "ablate", "-o", "r", "--steps", "10", "--pretrain", "10")]
    [InlineData("absent/vae.safetensors does not exist", "ablate", "-o", "r", "--vae", "absent")]
    [InlineData("--threads is for local edits", "edit", "a", "b", "-o", "c.mp4", "--server", "x", "--threads", "2")]
    [InlineData("file not found: absent.png", "edit-image", "absent.png", "b", "-o", "c.png", "--model", "x")]
    [InlineData("the model nano takes no mask", "edit", "a", "b", "-o", "c.mp4", "--mask", "absent.png")]
    [InlineData("--lora's strength must be a number, got 'x'", "edit", "a", "b", "-o", "c.mp4", "--lora", "f:x")]
    [InlineData("--lora is for local edits", "edit", "a", "b", "-o", "c.mp4", "--server", "x", "--lora", "f")]
    [InlineData("there is no folder", "up", "--model", "a=/absent")]
    [InlineData("--size must be width x height x frames", "models", "plan", "nano", "--size", "9", "--memory", "1GB")]
    [InlineData("--memory must be a size", "models", "plan", "nano", "--size", "9x9x9", "--memory", "much")]
    [InlineData("mesh models plan --help", "models", "plan", "nano")]
    [InlineData("/absent does not exist", "models", "inspect", "/absent")]
    [InlineData("dance", "dance")]
    public async Task Bad_usage_is_one_line_and_code_2(string expected, params string[] arguments)
    {
        var ended = await MeshProgram.RunAsync(arguments);

        Assert.Equal((2, ""), (ended.Code, ended.Output));
        Assert.Contains(expected, Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
    }
}
