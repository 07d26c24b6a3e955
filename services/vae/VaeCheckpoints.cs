using Mesh.Editing;
using Mesh.Serving.Models;
using Mesh.Stores.Checkpoints;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mesh.Vae;

/// <summary>New weights of autoencoders.</summary>
public sealed class VaeCheckpoints(
    [FromKeyedServices(ModelParts.Vae)] StageWeights weights,
    ICheckpointStore checkpoints,
    ILogger<VaeCheckpoints> logger) : CheckpointConsumer(weights, checkpoints, logger);
