namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>A part of the tensor; numbers, ranges, ellipsis and None give a view, tensors a copy.</summary>
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        public Tensor this[params long[] indices]
        {
            get => index(Singles(indices));
            set => index_put_(value, Singles(indices));
        }

        /// <inheritdoc cref="this[TensorIndex[]]"/>
        public Tensor index(params TensorIndex[] indices)
        {
            ArgumentNullException.ThrowIfNull(indices);
            using var view = IndexedView.Of(this, indices);
            return view.Positions is { } positions
                ? Ops.index_Tensor.Call(view.Base, positions)
                : view.Take();
        }

        /// <summary>Elements at positions: one tensor of positions for each leading dimension.</summary>
        public Tensor index(params Tensor[] indices) => Ops.index_Tensor.Call(this, indices);

        /// <summary>Writes a part of the tensor.</summary>
        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) =>
            Ops.index_put_.InPlace(this, indices, value, accumulate);

        /// <summary>Writes a part of the tensor, or adds to it.</summary>
        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            ArgumentNullException.ThrowIfNull(value);
            ArgumentNullException.ThrowIfNull(indices);
            using var view = IndexedView.Of(this, indices);
            if (view.Positions is { } positions)
            {
                Ops.index_put_.Run(view.Base, positions, value, accumulate);
                return this;
            }
            var fitting = WithoutLeadingOnes(value, view.Base.ndim);
            (accumulate ? Ops.add__Tensor : Ops.copy_).Run(view.Base, fitting);
            if (!ReferenceEquals(fitting, value))
                fitting.Dispose();
            return this;
        }

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using var element = Element(value);
            return index_put_(element, indices);
        }

        public Tensor index_put_(Scalar value, params Tensor[] indices)
        {
            using var element = Element(value);
            return index_put_(element, indices);
        }

        private static Tensor WithoutLeadingOnes(Tensor value, long dimensions)
        {
            var size = value.shape;
            var ones = 0;
            while (size.Length - ones > dimensions && size[ones] == 1)
                ones++;
            return ones == 0 ? value : value.reshape(size[ones..]);
        }

        private Tensor Element(Scalar value) => Ops.full.Call(Array.Empty<long>(), value, dtype, Arg.None, device);
    }
}
