using Mesh.Nn.Offload;
using static TorchSharp.torch;

namespace Mesh.Distributed.Sharding;

/// <summary>Where the values of parameters come from that have shapes alone.</summary>
/// <param name="Read">Fills a float32 tensor by the name of the parameter.</param>
/// <param name="Device">Where the weights will be.</param>
public sealed record WeightSource(ReadWeight Read, Device Device);
