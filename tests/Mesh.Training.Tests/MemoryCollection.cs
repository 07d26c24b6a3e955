using Mesh.Distributed;

namespace Mesh.Training.Tests;

/// <summary>Tests that count the memory of the process run alone.</summary>
[CollectionDefinition(nameof(CpuMemory), DisableParallelization = true)]
public sealed class MemoryCollection;
