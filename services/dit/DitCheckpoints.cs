using Mesh.Editing;
using Mesh.Serving.Models;
using Mesh.Stores.Checkpoints;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mesh.Dit;

/// <summary>New weights of transformers; those on trial are tried here.</summary>
public sealed class DitCheckpoints(
    [FromKeyedServices(ModelParts.Transformer)] StageWeights weights,
    ICheckpointStore checkpoints,
    Canary canary,
    ILogger<DitCheckpoints> logger) : CheckpointConsumer(weights, checkpoints, logger, canary);
