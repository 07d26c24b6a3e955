namespace TorchSharp;

public static partial class torch
{
    /// <summary>Differentiation.</summary>
    public static partial class autograd
    {
        /// <summary>The gradients of outputs for inputs; the gradients of leaves stay as they are.</summary>
        /// <param name="outputs">What is differentiated.</param>
        /// <param name="inputs">By what.</param>
        /// <param name="grad_outputs">Gradients of the outputs; none if each is a single number.</param>
        /// <param name="retain_graph">Whether the graph can be used again.</param>
        /// <param name="create_graph">Whether the gradients can be differentiated.</param>
        /// <param name="allow_unused">Whether an input without influence gives null, not an error.</param>
        public static unsafe IList<Tensor> grad(
            IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null,
            bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            var of = new Handles(outputs);
            var by = new Handles(inputs);
            var with = new Handles(grad_outputs);
            var results = new nint[inputs.Count];
            fixed (nint* o = of.Values, i = by.Values, g = with.Values, r = results)
                NativeError.Check(Native.x_autograd_grad(
                    o, of.Count, g, with.Count, i, by.Count, Flag(retain_graph), Flag(create_graph),
                    Flag(allow_unused), r));
            Handles.KeepAlive(outputs, inputs, grad_outputs);
            return Array.ConvertAll(results, handle => handle == 0 ? null! : new Tensor(handle));
        }

        /// <summary>Adds gradients to the leaves behind some tensors.</summary>
        public static void backward(
            IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null,
            bool create_graph = false, IList<Tensor>? inputs = null) =>
            Backward(tensors, grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(
            Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null) => Backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(
            Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null) => Backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        /// <summary>Finds the forward operation whose backward fails or makes NaN; slow.</summary>
        public static AnomalyMode detect_anomaly(bool check_nan = true) => new(true, check_nan);

        public static AnomalyMode set_detect_anomaly(bool mode, bool check_nan = true) => new(mode, check_nan);

        internal static unsafe void Backward(
            IList<Tensor> tensors, IList<Tensor>? gradients, bool? retain, bool create, IList<Tensor>? inputs)
        {
            var of = new Handles(tensors);
            var with = new Handles(gradients);
            var to = new Handles(inputs);
            fixed (nint* t = of.Values, g = with.Values, i = to.Values)
                NativeError.Check(Native.x_backward(
                    t, of.Count, g, with.Count, retain is { } keep ? Flag(keep) : -1, Flag(create), i, to.Count));
            Handles.KeepAlive(tensors, gradients, inputs);
        }

        private static byte Flag(bool value) => value ? (byte)1 : (byte)0;
    }
}
