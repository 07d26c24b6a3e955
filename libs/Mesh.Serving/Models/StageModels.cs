using Mesh.Editing;
using Mesh.Editing.Serving;
using Mesh.ServiceDefaults.Hosting;
using Mesh.Serving.Wire;
using Mesh.Stores.Checkpoints;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Mesh.Serving.Models;

/// <summary>The models of a stage service.</summary>
public static class StageModels
{
    /// <summary>
    /// Adds <see cref="ModelHost"/> and <see cref="StageWeights"/> of one part, keyed by it: services that share a
    /// process each have their own, so that no network is loaded twice.
    /// </summary>
    public static void AddStageModels(this IServiceCollection services, ModelParts part)
    {
        services.TryAddSingleton<StageCall>();
        services.TryAddSingleton<CheckpointFolders>();
        services.AddKeyedSingleton(part, (provider, _) =>
        {
            var options = provider.GetRequiredService<MeshOptions>();
            Compute.UseThreads(options.Threads);
            return new ModelHost(new()
            {
                Folders = options.Models.Folders,
                Default = options.Models.Default,
                // Previews are decoded where they come into being.
                Parts = part == ModelParts.Transformer && options.Previews.Enabled ? part | ModelParts.Vae : part,
                Device = TorchSharp.torch.device(options.Models.Device),
                Memory = new() { ResidentBlocks = options.Models.ResidentBlocks },
            });
        });
        services.AddKeyedSingleton(part, (provider, _) => new StageWeights(
            provider.GetRequiredKeyedService<ModelHost>(part),
            provider.GetRequiredService<ICheckpointStore>(),
            provider.GetRequiredService<CheckpointFolders>(),
            provider.GetRequiredService<MeshOptions>().Models.Default,
            provider.GetRequiredService<ILogger<StageWeights>>()));
        services.AddSingleton<IHostedService>(provider => new ModelWarmup(
            provider.GetRequiredKeyedService<StageWeights>(part),
            provider.GetRequiredService<IHostApplicationLifetime>(),
            provider.GetRequiredService<ILogger<ModelWarmup>>()));
        services.AddHealthChecks().Add(new(
            $"model-{part}".ToLowerInvariant(),
            provider => new ModelHealth(provider.GetRequiredKeyedService<ModelHost>(part)),
            failureStatus: null,
            tags: null));
    }
}
