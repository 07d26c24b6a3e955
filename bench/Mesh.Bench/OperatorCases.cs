using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Mesh.Bench;

/// <summary>Small operators, where the cost of the binding shows, and one plain transformer block.</summary>
internal static class OperatorCases
{
    public static IReadOnlyList<BenchCase> All { get; } =
    [
        new("add", "a + b, 4 elements", 1.0, Add),
        new("add_", "a.add_(b), 4 elements", 1.0, AddInPlace),
        new("view", "view of 16 elements", 1.0, View),
        new("cat", "cat of 4 tensors", 1.0, Cat),
        new("backward", "(a * b).sum().backward()", 1.0, SmallBackward),
        new("block", "transformer block 2 x 64 x 256, forward + backward", 1.05, TransformerBlock),
    ];

    private static Action Add(Device device)
    {
        var (a, b) = (ones(4, device: device), ones(4, device: device));
        return () => (a + b).Dispose();
    }

    private static Action AddInPlace(Device device)
    {
        var (a, b) = (ones(4, device: device), zeros(4, device: device));
        return () => a.add_(b);
    }

    private static Action View(Device device)
    {
        var a = ones(4, 4, device: device);
        return () => a.view(2, 8).Dispose();
    }

    private static Action Cat(Device device)
    {
        Tensor[] parts = [.. Enumerable.Range(0, 4).Select(_ => ones(4, device: device))];
        return () => cat(parts).Dispose();
    }

    private static Action SmallBackward(Device device)
    {
        var (a, b) = (Leaf(device), Leaf(device));
        return () =>
        {
            using var product = a * b;
            using var sum = product.sum();
            sum.backward();
        };
    }

    private static Tensor Leaf(Device device) => ones(4, device: device, requires_grad: true);

    private static Action TransformerBlock(Device device)
    {
        var (block, x) = (new Block(256, 4), randn(2, 64, 256, device: device));
        block.to(device);
        return () =>
        {
            using var scope = NewDisposeScope();
            block.zero_grad(false);
            block.call(x).sum().backward();
        };
    }

    private sealed class Block : nn.Module<Tensor, Tensor>
    {
        private readonly LayerNorm _norm1;
        private readonly LayerNorm _norm2;
        private readonly Linear _qkv;
        private readonly Linear _proj;
        private readonly Linear _fc1;
        private readonly Linear _fc2;
        private readonly long _heads;

        public Block(long width, long heads)
            : base(nameof(Block))
        {
            (_norm1, _norm2) = (nn.LayerNorm(width), nn.LayerNorm(width));
            (_qkv, _proj) = (nn.Linear(width, 3 * width), nn.Linear(width, width));
            (_fc1, _fc2) = (nn.Linear(width, 4 * width), nn.Linear(4 * width, width));
            _heads = heads;
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            var (b, l, c) = (x.shape[0], x.shape[1], x.shape[2]);
            var parts = _qkv.call(_norm1.call(x)).view(b, l, 3, _heads, c / _heads).permute(2, 0, 3, 1, 4).unbind(0);
            var scores = (parts[0] * Math.Pow(c / _heads, -0.5)).matmul(parts[1].transpose(-2, -1)).softmax(-1);
            x = x + _proj.call(scores.matmul(parts[2]).transpose(1, 2).reshape(b, l, c));
            return x + _fc2.call(nn.functional.silu(_fc1.call(_norm2.call(x))));
        }
    }
}
