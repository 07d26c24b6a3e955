using Mesh.Editing;
using Mesh.Editing.Serving;
using Mesh.ServiceDefaults.Hosting;
using Mesh.Serving.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Mesh.Serving.Models;

/// <summary>The models of a stage service.</summary>
public static class StageModels
{
    /// <summary>
    /// Adds the <see cref="ModelHost"/> of one part, keyed by it: services that share a process each have their own,
    /// so that no network is loaded twice.
    /// </summary>
    public static void AddStageModels(this IServiceCollection services, ModelParts part)
    {
        services.TryAddSingleton<StageCall>();
        services.TryAddSingleton<CheckpointFolders>();
        services.TryAddSingleton<PublishedWeights>();
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
        services.AddSingleton<IHostedService>(provider =>
            ActivatorUtilities.CreateInstance<ModelWarmup>(
                provider, provider.GetRequiredKeyedService<ModelHost>(part)));
    }
}
