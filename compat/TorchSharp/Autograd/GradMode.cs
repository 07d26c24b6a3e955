namespace TorchSharp;

public static partial class torch
{
    /// <summary>Whether operations on this thread are recorded for backward.</summary>
    public static bool is_grad_enabled() => Native.x_grad_mode(-1) != 0;

    public static bool is_inference_mode_enabled() => Native.x_inference_mode() != 0;

    /// <summary>Stops recording for backward, on this thread, until disposed.</summary>
    public static IDisposable no_grad() => new GradGuard(false);

    /// <summary>Records for backward, on this thread, until disposed.</summary>
    public static IDisposable enable_grad(bool enabled = true) => new GradGuard(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradGuard(mode);

    /// <summary>Like <see cref="no_grad"/>, but its tensors cannot enter a backward later.</summary>
    public static IDisposable inference_mode(bool mode = true) => new InferenceGuard(mode);

    private sealed class GradGuard : IDisposable
    {
        private readonly int _before;

        internal GradGuard(bool enabled) => _before = Native.x_grad_mode(enabled ? 1 : 0);

        public void Dispose() => Native.x_grad_mode(_before);
    }

    private sealed class InferenceGuard(bool mode) : IDisposable
    {
        private nint _guard = Native.x_inference_enter(mode ? (byte)1 : (byte)0);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _guard, 0) is var guard && guard != 0)
                Native.x_inference_leave(guard);
        }
    }
}
