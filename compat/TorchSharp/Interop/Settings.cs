namespace TorchSharp;

/// <summary>Settings of the process, numbered as in torch_bridge.cpp.</summary>
internal enum Setting
{
    Threads = 0,
    InteropThreads = 1,
    CudaDevices = 2,
    CudaSynchronize = 3,
    Cudnn = 4,
    MatmulTf32 = 5,
    CudnnTf32 = 6,
    FlashAttention = 7,
    MathAttention = 8,
}

internal static unsafe class Settings
{
    internal static long Get(Setting setting)
    {
        long current;
        NativeError.Check(Native.x_setting((int)setting, long.MinValue, &current));
        return current;
    }

    /// <param name="setting">Which.</param>
    /// <param name="value">0 or more.</param>
    internal static void Set(Setting setting, long value)
    {
        long current;
        NativeError.Check(Native.x_setting((int)setting, value, &current));
    }

    internal static void Synchronize(int device)
    {
        long current;
        NativeError.Check(Native.x_setting((int)Setting.CudaSynchronize, device, &current));
    }

    internal static void Seed(long seed, int where) => NativeError.Check(Native.x_manual_seed((ulong)seed, where));
}
