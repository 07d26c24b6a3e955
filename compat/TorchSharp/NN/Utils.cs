using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Functions over the parameters of a network.</summary>
        public static partial class utils
        {
            /// <summary>Scales gradients so that their joint norm is at most <paramref name="max_norm"/>.</summary>
            /// <param name="tensors">Parameters; one without gradient is passed by.</param>
            /// <param name="max_norm">The limit.</param>
            /// <param name="norm_type">p of the p-norm; infinity is the largest element.</param>
            /// <returns>The norm before. Reading it waits for the device.</returns>
            public static double clip_grad_norm_(
                IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                ArgumentNullException.ThrowIfNull(tensors);
                using var scope = NewDisposeScope();
                using var guard = no_grad();
                var grads = Grads(tensors);
                if (grads.Count == 0)
                    return 0.0;
                var norms = grads.Select(grad => Aten.linalg_vector_norm(grad, norm_type)).ToArray();
                var place = norms[0].device;
                var norm = Aten.linalg_vector_norm(stack(norms.Select(n => n.to(place)).ToArray()), norm_type)
                    .ToDouble();
                var factor = max_norm / (norm + 1e-6);
                if (factor < 1)
                    foreach (var grad in grads)
                        grad.mul_(factor);
                return norm;
            }

            /// <summary>Bounds every gradient element to [-clip_value, clip_value].</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                ArgumentNullException.ThrowIfNull(tensors);
                using var scope = NewDisposeScope();
                using var guard = no_grad();
                foreach (var grad in Grads(tensors))
                    grad.clamp_(-clip_value, clip_value);
            }

            /// <summary>All elements in one row.</summary>
            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                return cat(tensors.Select(tensor => tensor.reshape(-1)).ToArray(), 0).MoveToOuterDisposeScope();
            }

            /// <summary>Copies a row of elements back into the parameters.</summary>
            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                ArgumentNullException.ThrowIfNull(vec);
                ArgumentNullException.ThrowIfNull(tensors);
                using var scope = NewDisposeScope();
                using var guard = no_grad();
                var start = 0L;
                foreach (var tensor in tensors)
                {
                    var count = tensor.numel();
                    tensor.copy_(vec.narrow(0, start, count).view(tensor.shape));
                    start += count;
                }
            }

            private static List<Tensor> Grads(IEnumerable<Parameter> tensors) =>
                [.. tensors.Select(tensor => tensor.grad).OfType<Tensor>()];
        }
    }
}
