namespace Mesh.ServiceDefaults.Telemetry;

/// <summary>Memory of one device that tensors hold.</summary>
/// <param name="Device">For example "cuda:0".</param>
/// <param name="UsedBytes">Now.</param>
/// <param name="PeakBytes">At most since the process started.</param>
public readonly record struct GpuMemory(string Device, long UsedBytes, long PeakBytes);
