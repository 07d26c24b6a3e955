using static TorchSharp.torch;

namespace Mesh.Editing;

/// <summary>How much of the machine the networks of this process use.</summary>
public static class Compute
{
    /// <summary>Sets the threads of one operator; null leaves them at the number of cores.</summary>
    public static void UseThreads(int? threads)
    {
        if (threads is { } count)
            set_num_threads(count);
    }
}
