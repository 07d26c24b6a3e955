namespace TorchSharp;

public static partial class torch
{
    /// <summary>Linear algebra; matrices are the last two dimensions, all others a batch.</summary>
    public static partial class linalg
    {
        /// <summary>What <see cref="qr"/> computes.</summary>
        public enum QRMode
        {
            Reduced = 0,
            Complete = 1,
            R = 2,
        }

        /// <summary>Eigenvalues, ascending, and eigenvectors (columns) of a symmetric or Hermitian matrix.</summary>
        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L') =>
            Ops.linalg_eigh.Call2(input, UPLO.ToString());

        public static Tensor eigvalsh(Tensor input, char UPLO = 'L') =>
            Ops.linalg_eigvalsh.Call(input, UPLO.ToString());

        /// <summary>Complex eigenvalues and eigenvectors of a square matrix.</summary>
        public static (Tensor, Tensor) eig(Tensor input) => Ops.linalg_eig.Call2(input);

        public static Tensor eigvals(Tensor input) => Ops.linalg_eigvals.Call(input);

        /// <summary>input = U diag(S) Vh, S descending.</summary>
        public static (Tensor U, Tensor S, Tensor Vh) svd(Tensor input, bool fullMatrices = true) =>
            Ops.linalg_svd.Call3(input, fullMatrices);

        public static Tensor svdvals(Tensor input) => Ops.linalg_svdvals.Call(input);

        /// <summary>input = Q R with orthonormal columns of Q and upper triangular R.</summary>
        public static (Tensor Q, Tensor R) qr(Tensor input, QRMode mode = QRMode.Reduced) =>
            Ops.linalg_qr.Call2(input, mode switch
            {
                QRMode.Complete => "complete",
                QRMode.R => "r",
                _ => "reduced",
            });

        public static (Tensor P, Tensor L, Tensor U) lu(Tensor input, bool pivot = true) =>
            Ops.linalg_lu.Call3(input, pivot);

        /// <summary>Lower triangular L with input = L Lᴴ.</summary>
        public static Tensor cholesky(Tensor input) => Ops.linalg_cholesky.Call(input);

        public static Tensor inv(Tensor input) => Ops.linalg_inv.Call(input);

        public static Tensor pinv(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            Ops.linalg_pinv_atol_rtol_float.Call(input, atol, rtol, hermitian);

        /// <summary>X with A X = B, or X A = B if not left.</summary>
        public static Tensor solve(Tensor A, Tensor B, bool left = true) => Ops.linalg_solve.Call(A, B, left);

        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(
            Tensor input, Tensor other) => Ops.linalg_lstsq.Call4(input, other);

        public static Tensor det(Tensor input) => Ops.linalg_det.Call(input);

        public static (Tensor, Tensor) slogdet(Tensor input) => Ops.linalg_slogdet.Call2(input);

        public static Tensor matrix_rank(
            Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            Ops.linalg_matrix_rank_atol_rtol_float.Call(input, atol, rtol, hermitian);

        public static Tensor matrix_exp(Tensor input) => Ops.linalg_matrix_exp.Call(input);

        public static Tensor multi_dot(IList<Tensor> tensors) => Ops.linalg_multi_dot.Call(Listed(tensors));

        public static Tensor cross(Tensor input, Tensor other, long dim = -1) =>
            Ops.linalg_cross.Call(input, other, dim);

        public static Tensor diagonal(Tensor input, int offset = 0, int dim1 = -2, int dim2 = -1) =>
            Ops.linalg_diagonal.Call(input, offset, dim1, dim2);
    }
}
