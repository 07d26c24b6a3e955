using Mesh.Editing;
using Mesh.Editing.Serving;
using Mesh.Serving.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mesh.Encoder;

/// <summary>New weights of text encoders.</summary>
public sealed class EncoderCheckpoints(
    [FromKeyedServices(ModelParts.Text)] ModelHost models,
    CheckpointFolders folders,
    PublishedWeights weights,
    ILogger<EncoderCheckpoints> logger) : CheckpointConsumer(models, folders, weights, logger);
