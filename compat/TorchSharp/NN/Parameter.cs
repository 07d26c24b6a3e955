using TorchSharp.Modules;

namespace TorchSharp.Modules
{
    /// <summary>A tensor that a module trains. It lives outside dispose scopes, until its module is disposed.</summary>
    public class Parameter : torch.Tensor
    {
        /// <param name="data">The values; the tensor gives its memory away and is empty afterwards.</param>
        /// <param name="requires_grad">Whether backward accumulates a gradient for it.</param>
        public Parameter(torch.Tensor data, bool requires_grad = true)
            : base(Take(data, requires_grad)) => DetachFromDisposeScope();

        private static IntPtr Take(torch.Tensor data, bool requires_grad)
        {
            ArgumentNullException.ThrowIfNull(data);
            data.requires_grad_(requires_grad);
            return data.DecoupleFromNativeHandle();
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <inheritdoc cref="Modules.Parameter(Tensor, bool)"/>
            public static Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);
        }
    }
}
