namespace TorchSharp;

public static partial class torch
{
    public static partial class linalg
    {
        /// <summary>The 2-norm of all elements, or over some dimensions.</summary>
        public static Tensor norm(Tensor input, long[]? dims = null, bool keepdim = false) =>
            Ops.linalg_norm.Call(input, Arg.None, dims, keepdim);

        /// <param name="input">Vectors or matrices.</param>
        /// <param name="ord">Order of the norm.</param>
        /// <param name="dims">One dimension for vectors, two for matrices.</param>
        /// <param name="keepdim">Whether the dimensions stay, with size 1.</param>
        public static Tensor norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            Ops.linalg_norm.Call(input, ord, dims, keepdim);

        public static Tensor norm(Tensor input, int ord, long[]? dims = null, bool keepdim = false) =>
            Ops.linalg_norm.Call(input, ord, dims, keepdim);

        /// <param name="input">Matrices.</param>
        /// <param name="ord">"fro" or "nuc".</param>
        /// <param name="dims">The dimensions of the matrices.</param>
        /// <param name="keepdim">Whether the dimensions stay, with size 1.</param>
        public static Tensor norm(Tensor input, string ord, long[]? dims = null, bool keepdim = false) =>
            Ops.linalg_norm_ord_str.Call(input, ord, dims, keepdim);

        /// <summary>The norm of the elements as one vector, or over some dimensions.</summary>
        public static Tensor vector_norm(
            Tensor input, double ord = 2, long[]? dims = null, bool keepdim = false) =>
            Ops.linalg_vector_norm.Call(input, ord, dims, keepdim);

        public static Tensor matrix_norm(
            Tensor input, string ord = "fro", long[]? dims = null, bool keepdim = false) =>
            Ops.linalg_matrix_norm_str_ord.Call(input, ord, dims ?? [-2, -1], keepdim);

        public static Tensor matrix_norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            Ops.linalg_matrix_norm.Call(input, ord, dims ?? [-2, -1], keepdim);

        /// <summary>The largest singular value over the smallest.</summary>
        public static Tensor cond(Tensor input) => Ops.linalg_cond.Call(input);
    }
}
