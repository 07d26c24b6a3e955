using Mesh.Contracts.Gateway.V1;
using Mesh.Editing;
using Mesh.Gateway.Uploads;

namespace Mesh.Cli.Edit;

/// <summary>A request of the command line in the words of the gateway.</summary>
internal static class RemoteOptions
{
    public static EditOptions Of(EditRequest request, string model)
    {
        var options = new EditOptions
        {
            Instruction = request.Instruction,
            Model = model,
            Seed = request.Seed,
            NegativePrompt = request.NegativePrompt ?? "",
            Priority = Priority.Interactive,
            FileName = Path.GetFileName(request.Output),
        };
        if (request.Steps is { } steps)
            options.Steps = steps;
        if (request.Guidance is { } guidance)
            options.Guidance = guidance;
        return options;
    }

    /// <exception cref="UsageException">The mesh writes no such file, or something needs a local edit.</exception>
    public static void Check(EditRequest request, int? threads)
    {
        if (threads is not null)
            throw new UsageException("--threads is for local edits; a mesh has its own.");
        if (request.Compare is not null)
            throw new UsageException("--compare is for local edits; edit without --server, or leave it out.");
        if (!File.Exists(request.Input))
            throw new UsageException($"{request.Input}: does not exist.");
        var extension = Path.GetExtension(request.Output).ToLowerInvariant();
        if (VideoContainers.Extension(request.Output) != extension)
            throw new UsageException($"{request.Output}: the output must end in .mp4, .mov, .mkv, .webm.");
    }
}
