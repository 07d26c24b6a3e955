// Weights are drawn from libtorch's generator and memory is counted in its allocator: both are the whole process's.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
