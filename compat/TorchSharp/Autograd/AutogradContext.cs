namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>What forward of a custom function leaves for its backward.</summary>
        public class AutogradContext : IDisposable
        {
            private readonly Dictionary<string, object> _data = [];

            internal AutogradContext()
            {
            }

            /// <summary>Whether a missing gradient reaches backward as zeros; else as an invalid tensor.</summary>
            public bool MaterializeGrads { get; private set; } = true;

            internal List<Tensor> ToSave { get; private set; } = [];

            internal List<Tensor> Dirty { get; private set; } = [];

            internal List<Tensor> NonDifferentiable { get; private set; } = [];

            /// <summary>What libtorch kept, during backward.</summary>
            internal List<Tensor> Saved { get; set; } = [];

            /// <summary>Keeps inputs, outputs or other tensors for backward; once, in forward.</summary>
            public void save_for_backward(List<Tensor> tensors)
            {
                ArgumentNullException.ThrowIfNull(tensors);
                ToSave = tensors;
            }

            /// <summary>The saved tensors, in backward; an error if one was changed in place since.</summary>
            public List<Tensor> get_saved_variables() => Saved;

            /// <summary>Keeps something that is no tensor for backward.</summary>
            /// <exception cref="ArgumentException">A tensor, which only libtorch can keep and free.</exception>
            public void save_data(string key, object value) => _data[key] = value is Tensor
                ? throw new ArgumentException("Tensors are kept by save_for_backward.", nameof(value))
                : value;

            public object get_data(string key) => _data.GetValueOrDefault(key)!;

            /// <summary>Says which inputs forward changed in place.</summary>
            public void mark_dirty(List<Tensor> tensors) => Dirty = [.. tensors];

            /// <summary>Says which outputs have no gradient.</summary>
            public void mark_non_differentiable(List<Tensor> tensors) => NonDifferentiable = [.. tensors];

            public void set_materialize_grads(bool value) => MaterializeGrads = value;

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
            }

            /// <summary>Drops the tensors of forward: the node has them now.</summary>
            internal void Forget() => (ToSave, Dirty, NonDifferentiable) = ([], [], []);
        }
    }
}
