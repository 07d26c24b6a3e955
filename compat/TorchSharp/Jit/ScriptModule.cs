using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static unsafe partial class jit
    {
        /// <summary>A network that was loaded as TorchScript.</summary>
        /// <remarks>Calls from several threads at once are safe.</remarks>
        public partial class ScriptModule : nn.Module
        {
            private nint _handle;

            internal ScriptModule(nint handle)
                : base(nameof(ScriptModule))
            {
                _handle = handle;
                foreach (var (name, value) in List(0, recurse: false))
                    register_parameter(name, new Parameter((Tensor)value, ((Tensor)value).requires_grad));
                foreach (var (name, value) in List(1, recurse: false))
                    register_buffer(name, (Tensor)value);
                foreach (var (name, value) in List(3, recurse: false))
                    register_module(name, new ScriptModule((nint)value));
            }

            ~ScriptModule() => Release();

            internal nint Handle => _handle != 0
                ? _handle
                : throw new ObjectDisposedException(nameof(ScriptModule), "The module is disposed.");

            /// <param name="input">Tensor, Tensor[], Scalar, int, long, float, double, bool or null.</param>
            /// <returns>Tensor, Scalar, null, an array of these, or a tuple of up to five.</returns>
            /// <exception cref="System.Runtime.InteropServices.ExternalException">The code failed.</exception>
            public object? forward(params object?[] input) => invoke(nameof(forward), input);

            /// <inheritdoc cref="forward"/>
            public object? call(params object?[] input) => forward(input);

            /// <summary>Runs any method; see <see cref="forward"/>.</summary>
            public object? invoke(string name, params object?[] objs)
            {
                var handle = Handle;
                var result = ScriptValues.Invoke(
                    (args, count, value) => Native.j_call(handle, name, args, count, value), objs);
                GC.KeepAlive(this);
                return result;
            }

            public TResult invoke<TResult>(string name, params object?[] inputs) => (TResult)invoke(name, inputs)!;

            public TResult invoke<T, TResult>(string name, params T[] inputs) =>
                (TResult)invoke(name, [.. inputs.Select(input => (object?)input)])!;

            /// <summary>Inputs of forward.</summary>
            public int GetNumberOfInputs() => Arity().Inputs;

            /// <summary>Results of forward; a tuple is one.</summary>
            public int GetNumberOfOutputs() => Arity().Outputs;

            protected override void Dispose(bool disposing)
            {
                base.Dispose(disposing);
                Release();
                GC.SuppressFinalize(this);
            }

            private (int Inputs, int Outputs) Arity()
            {
                int inputs, outputs;
                NativeError.Check(Native.j_arity(Handle, &inputs, &outputs));
                GC.KeepAlive(this);
                return (inputs, outputs);
            }

            private (string Name, object Value)[] List(int which, bool recurse)
            {
                XVal list;
                NativeError.Check(Native.j_list(Handle, which, recurse ? (byte)1 : (byte)0, &list));
                GC.KeepAlive(this);
                return [.. ScriptValues.ReadPairs(list)];
            }

            private void Release()
            {
                if (Interlocked.Exchange(ref _handle, 0) is var handle && handle != 0)
                    Native.j_release(handle);
            }
        }
    }
}
