namespace TorchSharp;

public static partial class torch
{
    public static unsafe partial class jit
    {
        /// <summary>A script module from tensors to a result whose type is known.</summary>
        public class ScriptModule<TResult> : ScriptModule, nn.IModule<Tensor[], TResult>
        {
            internal ScriptModule(nint handle)
                : base(handle)
            {
            }

            public TResult call(params Tensor[] input) => forward(input);

            public TResult forward(params Tensor[] tensor) => invoke<Tensor, TResult>(nameof(forward), tensor);
        }

        /// <summary>A script module of one argument.</summary>
        public class ScriptModule<T, TResult> :
            HookableScriptModule<
                Func<ScriptModule<T, TResult>, T, T>,
                Func<ScriptModule<T, TResult>, T, TResult, TResult>>,
            nn.IModule<T, TResult>
        {
            internal ScriptModule(nint handle)
                : base(handle)
            {
            }

            public TResult call(T input)
            {
                foreach (var hook in pre_hooks.Values)
                    input = hook(this, input) is { } changed ? changed : input;
                var result = forward(input);
                foreach (var hook in post_hooks.Values)
                    result = hook(this, input, result) is { } changed ? changed : result;
                return result;
            }

            public TResult forward(T tensor) => invoke<TResult>(nameof(forward), tensor);
        }

        /// <summary>A script module of two arguments.</summary>
        public class ScriptModule<T1, T2, TResult> :
            HookableScriptModule<
                Func<ScriptModule<T1, T2, TResult>, T1, T2, (T1, T2)?>,
                Func<ScriptModule<T1, T2, TResult>, T1, T2, TResult, TResult>>,
            nn.IModule<T1, T2, TResult>
        {
            internal ScriptModule(nint handle)
                : base(handle)
            {
            }

            public TResult call(T1 input1, T2 input2)
            {
                foreach (var hook in pre_hooks.Values)
                    (input1, input2) = hook(this, input1, input2) ?? (input1, input2);
                var result = forward(input1, input2);
                foreach (var hook in post_hooks.Values)
                    result = hook(this, input1, input2, result) is { } changed ? changed : result;
                return result;
            }

            public TResult forward(T1 input1, T2 input2) => invoke<TResult>(nameof(forward), input1, input2);
        }
    }
}
