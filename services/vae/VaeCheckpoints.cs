using Mesh.Editing;
using Mesh.Editing.Serving;
using Mesh.Serving.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mesh.Vae;

/// <summary>New weights of autoencoders.</summary>
public sealed class VaeCheckpoints(
    [FromKeyedServices(ModelParts.Vae)] ModelHost models,
    CheckpointFolders folders,
    PublishedWeights weights,
    ILogger<VaeCheckpoints> logger) : CheckpointConsumer(models, folders, weights, logger);
