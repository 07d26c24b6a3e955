using MassTransit;
using Mesh.Contracts.Bus;
using Mesh.Curation.Instructions;
using Mesh.Curation.Recipes;
using Mesh.ServiceDefaults.Errors;
using Mesh.Stores.Curation;
using Microsoft.Extensions.Logging;

namespace Mesh.Curator.Jobs;

/// <summary>Takes jobs: checks everything, writes the job down, then puts a message for each film on the bus.</summary>
public sealed class JobSubmission(
    ICurationJobStore jobs, JobPipelines pipelines, JobSources sources, CurationOptions options,
    ILogger<JobSubmission> logger)
{
    private const int MostNamed = 5;

    /// <summary>Writes a job down; one of that id stays as it is.</summary>
    /// <exception cref="InvalidRequestException">Recipe or films are wrong; all problems are named.</exception>
    public async Task<CurationJob> AcceptAsync(
        Guid id, string? recipe, IReadOnlyList<string>? films, CancellationToken cancellation)
    {
        var problems = new List<FieldProblem>();
        var (name, yaml) = ("", "");
        try
        {
            (name, yaml) = Read(recipe ?? "");
            await pipelines.OfAsync(yaml, cancellation);
        }
        catch (AnnotatorUnavailableException error)
        {
            // Whoever works on the films waits for it.
            logger.LogWarning("Curation {JobId} is taken, but {Reason}", id, error.Message);
        }
        catch (RecipeException error)
        {
            problems.Add(new("recipe", $"cannot be used: {error.Message}"));
        }
        problems.AddRange(Problems(films ?? []));
        if (problems.Count > 0)
            throw new InvalidRequestException(problems);
        return await jobs.SubmitAsync(id, name, yaml, films!, cancellation);
    }

    /// <summary>Sends what a job that was accepted needs next; may be sent again, which does no harm.</summary>
    public static async Task DispatchAsync(
        CurationJob job, ISendEndpointProvider bus, CancellationToken cancellation)
    {
        if (job.State != CurationState.Looking)
            return;
        var queue = await bus.GetSendEndpoint(CurationQueues.Address(CurationQueues.Look));
        for (var number = 0; number < job.Sources; number++)
            await queue.Send(new LookAtSource(job.Id, number), cancellation);
    }

    private static (string Name, string Yaml) Read(string recipe)
    {
        if (RecipeFile.Shipped.Contains(recipe))
            return (recipe, RecipeFile.ReadShipped(recipe));
        if (!recipe.Contains('\n', StringComparison.Ordinal))
            RecipeFile.Load("recipe:" + recipe);  // names those there are
        return (RecipeFile.Parse(recipe, "recipe").Name, recipe);
    }

    private IEnumerable<FieldProblem> Problems(IReadOnlyList<string> films)
    {
        if (options.InputFolders.Count == 0)
            yield return new("sources", "cannot be read: Mesh:Curation:InputFolders names no folder");
        if (films.Count == 0 || films.Count > options.MaxSources)
            yield return new("sources", $"must be 1 to {options.MaxSources} films, got {films.Count}");
        foreach (var film in films.Where(film => !sources.IsAllowed(film)).Take(MostNamed))
            yield return new("sources", $"must lie below {string.Join(" or ", options.InputFolders)}, got '{film}'");
    }
}
