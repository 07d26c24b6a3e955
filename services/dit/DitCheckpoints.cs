using Mesh.Editing;
using Mesh.Editing.Serving;
using Mesh.Serving.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mesh.Dit;

/// <summary>New weights of transformers.</summary>
public sealed class DitCheckpoints(
    [FromKeyedServices(ModelParts.Transformer)] ModelHost models,
    CheckpointFolders folders,
    PublishedWeights weights,
    ILogger<DitCheckpoints> logger) : CheckpointConsumer(models, folders, weights, logger);
