namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>All dimensions in reverse order.</summary>
        public Tensor T => Ops.numpy_T.Call(this);

        /// <summary>The last two dimensions exchanged.</summary>
        public Tensor mT => Ops.transpose_int.Call(this, -2, -1);

        /// <summary>The conjugate of a transposed matrix.</summary>
        public Tensor H => Ops.adjoint.Call(this);

        /// <summary>The conjugate of transposed matrices.</summary>
        public Tensor mH => Ops.adjoint.Call(this);

        public Tensor real => Ops.real.Call(this);

        public Tensor imag => Ops.imag.Call(this);

        /// <summary>The different elements, or slices along a dimension.</summary>
        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(
            bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null)
        {
            var (output, inverse, counts) = dim is { } along
                ? Ops.unique_dim.Call3(this, along, sorted, return_inverse, return_counts)
                : Ops._unique2.Call3(this, sorted, return_inverse, return_counts);
            return Kept(output, inverse, counts, return_inverse, return_counts);
        }

        /// <summary>The elements, or slices along a dimension, without repeated neighbours.</summary>
        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique_consecutive(
            bool return_inverse = false, bool return_counts = false, int? dim = null)
        {
            var (output, inverse, counts) = Ops.unique_consecutive.Call3(this, return_inverse, return_counts, dim);
            return Kept(output, inverse, counts, return_inverse, return_counts);
        }

        private static (Tensor, Tensor?, Tensor?) Kept(
            Tensor output, Tensor inverse, Tensor counts, bool return_inverse, bool return_counts)
        {
            if (!return_inverse)
                inverse.Dispose();
            if (!return_counts)
                counts.Dispose();
            return (output, return_inverse ? inverse : null, return_counts ? counts : null);
        }
    }
}
