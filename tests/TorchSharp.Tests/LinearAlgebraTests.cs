using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class LinearAlgebraTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Tensor _a = randn([5, 4], float64, generator: new Generator(3));

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Factors_multiply_to_the_matrix()
    {
        var (u, s, vh) = linalg.svd(_a, fullMatrices: false);
        NNNumbers.Near(_a, u.matmul(s.diag()).matmul(vh));
        var (q, r) = linalg.qr(_a);
        NNNumbers.Near(_a, q.matmul(r));
        NNNumbers.Near(eye(4, dtype: float64), q.T.matmul(q));
    }

    [Fact]
    public void Eigenvectors_of_a_symmetric_matrix()
    {
        var gram = _a.T.matmul(_a);
        var (values, vectors) = linalg.eigh(gram);
        NNNumbers.Near(vectors * values, gram.matmul(vectors));
        NNNumbers.Near(linalg.svdvals(_a).pow(2).flip(0), values);
        NNNumbers.Near(gram, linalg.cholesky(gram).matmul(linalg.cholesky(gram).mT));
    }

    [Fact]
    public void Equations_and_inverses()
    {
        var gram = _a.T.matmul(_a);
        var b = ones([4, 2], float64);
        NNNumbers.Near(b, gram.matmul(linalg.solve(gram, b)));
        NNNumbers.Near(eye(4, dtype: float64), gram.matmul(linalg.inv(gram)), 1e-4);
        NNNumbers.Near(linalg.pinv(_a), linalg.inv(gram).matmul(_a.T), 1e-4);
        NNNumbers.Near([linalg.svdvals(gram).prod().item<double>()], linalg.det(gram));
    }

    [Fact]
    public void Norms()
    {
        NNNumbers.Near([_a.pow(2).sum().sqrt().item<double>()], linalg.norm(_a));
        NNNumbers.Near([_a.abs().sum().item<double>()], linalg.vector_norm(_a, 1));
        NNNumbers.Near([linalg.svdvals(_a)[0].item<double>()], linalg.norm(_a, 2));
        NNNumbers.Near(_a.pow(2).sum(1).sqrt(), linalg.norm(_a, [1]));
    }
}
