using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Version of the loaded libtorch.</summary>
    public static unsafe string __version__ => Marshal.PtrToStringUTF8((nint)Native.x_version())!;

    public static DisposeScope NewDisposeScope() => DisposeScopeManager.Open();

    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.Current;

    /// <summary>Disposes what <paramref name="expr"/> makes, except its result.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        ArgumentNullException.ThrowIfNull(expr);
        using var scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }

    /// <summary>Threads that one operator may use.</summary>
    public static int get_num_threads() => (int)Settings.Get(Setting.Threads);

    public static void set_num_threads(int num) => Settings.Set(Setting.Threads, num);

    /// <summary>Threads for operators that run beside each other.</summary>
    public static int get_num_interop_threads() => (int)Settings.Get(Setting.InteropThreads);

    public static void set_num_interop_threads(int num) => Settings.Set(Setting.InteropThreads, num);

    /// <summary>Seeds the default generators of all devices.</summary>
    public static Generator manual_seed(long seed)
    {
        Settings.Seed(seed, 0);
        return Generator.Default;
    }

    public static long initial_seed()
    {
        using var generator = Generator.Default;
        return generator.initial_seed();
    }

    /// <summary>Seeds the CPU's generator with a random number and returns that.</summary>
    public static long seed()
    {
        using var generator = Generator.Default;
        return generator.seed();
    }

    public static Tensor get_rng_state()
    {
        using var generator = Generator.Default;
        return generator.get_state();
    }

    public static void set_rng_state(Tensor new_state)
    {
        using var generator = Generator.Default;
        generator.set_state(new_state);
    }

    /// <summary>Errors are thrown where they happen: this does nothing.</summary>
    public static void CheckForErrors()
    {
    }

    /// <summary>How GPUs compute.</summary>
    public static partial class backends
    {
        public static partial class cuda
        {
            public static bool flash_sdp_enabled() => Settings.Get(Setting.FlashAttention) != 0;

            public static void enable_flash_sdp(bool enable) => Settings.Set(Setting.FlashAttention, enable ? 1 : 0);

            public static bool math_sdp_enabled() => Settings.Get(Setting.MathAttention) != 0;

            public static void enable_math_sdp(bool enable) => Settings.Set(Setting.MathAttention, enable ? 1 : 0);

            public static partial class matmul
            {
                /// <summary>Whether float32 matrix products may use TF32.</summary>
                public static bool allow_tf32
                {
                    get => Settings.Get(Setting.MatmulTf32) != 0;
                    set => Settings.Set(Setting.MatmulTf32, value ? 1 : 0);
                }
            }
        }

        public static partial class cudnn
        {
            /// <summary>Whether float32 convolutions may use TF32.</summary>
            public static bool allow_tf32
            {
                get => Settings.Get(Setting.CudnnTf32) != 0;
                set => Settings.Set(Setting.CudnnTf32, value ? 1 : 0);
            }
        }
    }
}
