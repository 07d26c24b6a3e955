using Mesh.Editing;
using Mesh.Serving.Models;
using Mesh.Stores.Checkpoints;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mesh.Encoder;

/// <summary>New weights of text encoders.</summary>
public sealed class EncoderCheckpoints(
    [FromKeyedServices(ModelParts.Text)] StageWeights weights,
    ICheckpointStore checkpoints,
    ILogger<EncoderCheckpoints> logger) : CheckpointConsumer(weights, checkpoints, logger);
