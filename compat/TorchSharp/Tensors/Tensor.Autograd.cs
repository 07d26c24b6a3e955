namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Whether operations on the tensor are recorded for backward.</summary>
        public unsafe bool requires_grad
        {
            get => Is(MetaFlags.RequiresGrad);
            set
            {
                NativeError.Check(Native.x_requires_grad(Handle, value ? (byte)1 : (byte)0));
                GC.KeepAlive(this);
            }
        }

        /// <summary>The gradient that backward accumulated, as a new tensor over the same memory.</summary>
        public unsafe Tensor? grad
        {
            get
            {
                var handle = Native.x_grad(Handle);
                GC.KeepAlive(this);
                return handle == 0 ? null : new Tensor(handle);
            }
            set
            {
                NativeError.Check(Native.x_set_grad(Handle, value is null ? 0 : value.Handle));
                GC.KeepAlive(this);
                GC.KeepAlive(value);
            }
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        /// <inheritdoc cref="requires_grad_"/>
        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        /// <summary>Keeps the gradient of this tensor although it is computed from others.</summary>
        public unsafe void retain_grad()
        {
            NativeError.Check(Native.x_retain_grad(Handle));
            GC.KeepAlive(this);
        }

        /// <summary>Adds d(this)/d(leaf) to the gradient of every leaf; this is a single number.</summary>
        public void backward() => autograd.Backward([this], null, null, false, null);

        /// <summary>Adds gradients to the leaves, or to <paramref name="inputs"/> only.</summary>
        /// <param name="grad_tensors">The gradient of this tensor; none for a single number.</param>
        /// <param name="retain_graph">Whether backward can run again.</param>
        /// <param name="create_graph">Whether the gradients can be differentiated.</param>
        /// <param name="inputs">Tensors that get gradients.</param>
        public void backward(
            IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            autograd.Backward([this], grad_tensors, retain_graph, create_graph, inputs);
    }
}
