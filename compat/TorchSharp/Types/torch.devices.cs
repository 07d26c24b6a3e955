namespace TorchSharp;

public static partial class torch
{
    public static readonly Device CPU = new(DeviceType.CPU, -1);

    /// <summary>Shapes and dtypes without elements.</summary>
    public static readonly Device META = new(DeviceType.META, -1);

    /// <summary>The current GPU.</summary>
    public static Device CUDA => new(DeviceType.CUDA, -1);

    public static Device device(string description) => new(description);

    public static Device device(string deviceType, int index = -1) => new(deviceType, index);

    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    /// <summary>A CUDA device by its number.</summary>
    public static Device device(int index) => new(index);

    public static bool cuda_is_available() => cuda.is_available();

    /// <summary>The given device, or the default one.</summary>
    public static Device InitializeDevice(Device? device) => device ?? _defaultDevice;

    /// <summary>The GPUs of NVIDIA.</summary>
    public static partial class cuda
    {
        public static bool is_available() => device_count() > 0;

        public static bool is_cudnn_available() => Settings.Get(Setting.Cudnn) != 0;

        public static int device_count() => (int)Settings.Get(Setting.CudaDevices);

        /// <summary>Waits for all work on a device; the current one if none is given.</summary>
        public static void synchronize(Device? device = null) => Settings.Synchronize(device?.index ?? -1);

        public static void manual_seed(long seed) => Settings.Seed(seed, 1);

        public static void manual_seed_all(long seed) => Settings.Seed(seed, 2);
    }
}
