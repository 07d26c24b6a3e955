namespace Mesh.ServiceDefaults.Telemetry;

/// <summary>Memory of one GPU, whoever holds it.</summary>
/// <param name="Device">For example "gpu:0".</param>
/// <param name="UsedBytes">Taken now.</param>
/// <param name="TotalBytes">All there is.</param>
public readonly record struct GpuMemory(string Device, long UsedBytes, long TotalBytes);
