namespace TorchSharp;

public static partial class torch
{
    /// <summary>x where the condition holds, y elsewhere.</summary>
    public static Tensor where(Tensor condition, Tensor x, Tensor y) => Ops.where_self.Call(condition, x, y);

    /// <summary>Positions where the condition holds, one tensor per dimension.</summary>
    public static Tensor[] where(Tensor condition) => Ops.where.CallList(condition);

    public static Tensor gather(Tensor input, long dim, Tensor index, bool sparse_grad = false) =>
        Ops.gather.Call(input, dim, index, sparse_grad);

    /// <summary>Positions at which values would keep a sorted sequence sorted.</summary>
    public static Tensor searchsorted(
        Tensor sorted_sequence, Tensor values, bool out_int32 = false, bool right = false, Tensor? sorter = null) =>
        Ops.searchsorted_Tensor.Call(sorted_sequence, values, out_int32, right, Arg.None, sorter);

    public static (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(
        Tensor input, bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null) =>
        input.unique(sorted, return_inverse, return_counts, dim);

    public static Tensor tril_indices(
        long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null) =>
        Ops.tril_indices.Call(row, col, offset, dtype, Arg.None, InitializeDevice(device));

    public static Tensor triu_indices(
        long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null) =>
        Ops.triu_indices.Call(row, col, offset, dtype, Arg.None, InitializeDevice(device));

    /// <summary>Distances between the rows of two matrices, or of two batches of them.</summary>
    /// <param name="x1">[..., P, M].</param>
    /// <param name="x2">[..., R, M].</param>
    /// <param name="p">Which norm.</param>
    /// <param name="compute_mode">How Euclidean distances are computed.</param>
    /// <returns>[..., P, R].</returns>
    public static Tensor cdist(
        Tensor x1, Tensor x2, double p = 2.0,
        compute_mode compute_mode = compute_mode.use_mm_for_euclid_dist_if_necessary) =>
        Ops.cdist.Call(x1, x2, p, (long)compute_mode);

    /// <summary>The dtype that an operation on both gives.</summary>
    public static ScalarType result_type(Tensor tensor1, Tensor tensor2) =>
        (ScalarType)Ops.result_type_Tensor.CallLong(tensor1, tensor2);

    public static ScalarType promote_types(ScalarType type1, ScalarType type2) =>
        (ScalarType)Ops.promote_types.CallLong(type1, type2);

    public static bool is_nonzero(Tensor input) => input.is_nonzero();

    public static bool is_tensor(object obj) => obj is Tensor;

    public static long numel(Tensor input) => input.numel();

    public static Tensor real(Tensor input) => input.real;

    public static Tensor imag(Tensor input) => input.imag;
}
