namespace TorchSharp;

public static partial class torch
{
    public static unsafe partial class jit
    {
        /// <summary>Functions that were compiled from text.</summary>
        public class CompilationUnit : IDisposable
        {
            private nint _handle;

            internal CompilationUnit(nint handle) => _handle = handle;

            ~CompilationUnit() => Dispose(false);

            /// <returns>Tensor, Scalar, null, an array of these, or a tuple of up to five.</returns>
            public object? invoke(string name, params object?[] objs)
            {
                ObjectDisposedException.ThrowIf(_handle == 0, this);
                var result = ScriptValues.Invoke(
                    (args, count, value) => Native.j_unit_call(_handle, name, args, count, value), objs);
                GC.KeepAlive(this);
                return result;
            }

            public TResult invoke<TResult>(string name, params object?[] inputs) => (TResult)invoke(name, inputs)!;

            public TResult invoke<T, TResult>(string name, params T[] inputs) =>
                (TResult)invoke(name, [.. inputs.Select(input => (object?)input)])!;

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (Interlocked.Exchange(ref _handle, 0) is var handle && handle != 0)
                    Native.j_unit_release(handle);
            }
        }
    }
}
