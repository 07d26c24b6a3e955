using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {

            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? Aten.relu_(x) : Aten.relu(x);

            public static Tensor relu6(Tensor x, bool inplace = false) => hardtanh(x, 0, 6, inplace);

            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) =>
                inplace ? Aten.leaky_relu_(input, negative_slope) : Aten.leaky_relu(input, negative_slope);

            public static Tensor elu(Tensor x, double alpha, bool inplace = false) =>
                inplace ? Aten.elu_(x, alpha) : Aten.elu(x, alpha);

            public static Tensor selu(Tensor x, bool inplace = false) => inplace ? Aten.selu_(x) : Aten.selu(x);

            public static Tensor gelu(Tensor x) => Aten.gelu(x, "none");

            public static Tensor gelu(Tensor x, bool inplace) => gelu(x, Modules.GELU.Approximate.none, inplace);

            /// <summary>x times the normal distribution function of x, exact or by its tanh approximation.</summary>
            public static Tensor gelu(Tensor x, GELU.Approximate approximate, bool inplace = false)
            {
                var kind = approximate == Modules.GELU.Approximate.tanh ? "tanh" : "none";
                return inplace ? Aten.gelu_(x, kind) : Aten.gelu(x, kind);
            }

            public static Tensor silu(Tensor x, bool inplace = false) => inplace ? Aten.silu_(x) : Aten.silu(x);

            public static Tensor mish(Tensor x, bool inplace = false) => inplace ? Aten.mish_(x) : Aten.mish(x);

            public static Tensor sigmoid(Tensor x) => Aten.sigmoid(x);

            public static Tensor sigmoid(Tensor x, bool inplace) => inplace ? Aten.sigmoid_(x) : Aten.sigmoid(x);

            public static Tensor logsigmoid(Tensor x) => Aten.log_sigmoid(x);

            public static Tensor tanh(Tensor x, bool inplace = false) => inplace ? Aten.tanh_(x) : Aten.tanh(x);

            public static Tensor hardtanh(
                Tensor x, double min_val = -1.0, double max_val = 1.0, bool inplace = false) =>
                inplace ? Aten.hardtanh_(x, min_val, max_val) : Aten.hardtanh(x, min_val, max_val);

            public static Tensor hardsigmoid(Tensor input, bool inplace = false) =>
                inplace ? Aten.hardsigmoid_(input) : Aten.hardsigmoid(input);

            public static Tensor hardswish(Tensor input, bool inplace = false) =>
                inplace ? Aten.hardswish_(input) : Aten.hardswish(input);

            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) =>
                Aten.softplus(x, beta, threshold);

            public static Tensor glu(Tensor input, long dim = -1) => Aten.glu(input, dim);

            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) =>
                Aten.softmax(input, dim, dtype);

            public static Tensor softmin(Tensor x, long dim)
            {
                using var negative = -x;
                return Aten.softmax(negative, dim, null);
            }

            public static Tensor log_softmax(Tensor x, long dim) => Aten.log_softmax(x, dim);
        }
    }
}
