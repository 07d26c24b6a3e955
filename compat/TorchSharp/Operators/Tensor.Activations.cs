// Tensor methods: activations.
namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor relu() => Ops.relu.Call(this);
        public Tensor relu_() => Ops.relu_.InPlace(this);
        public Tensor relu6() => Ops.relu6.Call(this);
        public Tensor relu6_() => Ops.relu6_.InPlace(this);
        public Tensor sigmoid() => Ops.sigmoid.Call(this);
        public Tensor sigmoid_() => Ops.sigmoid_.InPlace(this);
        public Tensor silu() => Ops.silu.Call(this);
        public Tensor silu_() => Ops.silu_.InPlace(this);
        public Tensor selu() => Ops.selu.Call(this);
        public Tensor selu_() => Ops.selu_.InPlace(this);
        public Tensor hardsigmoid() => Ops.hardsigmoid.Call(this);
        public Tensor hardsigmoid_() => Ops.hardsigmoid_.InPlace(this);
        public Tensor hardswish() => Ops.hardswish.Call(this);
        public Tensor hardswish_() => Ops.hardswish_.InPlace(this);
        public Tensor gelu() => Ops.gelu.Call(this);
        public Tensor gelu_() => Ops.gelu_.InPlace(this);
        public Tensor log_sigmoid() => Ops.log_sigmoid.Call(this);

        public Tensor gelu(Modules.GELU.Approximate approximate) =>
            Ops.gelu.Call(this, approximate == Modules.GELU.Approximate.tanh ? "tanh" : "none");

        public Tensor gelu_(Modules.GELU.Approximate approximate) =>
            Ops.gelu_.InPlace(this, approximate == Modules.GELU.Approximate.tanh ? "tanh" : "none");

        public Tensor glu(long dim = -1) => Ops.glu.Call(this, dim);
        public Tensor elu(double alpha = 1) => Ops.elu.Call(this, alpha);
        public Tensor elu_(double alpha = 1) => Ops.elu_.InPlace(this, alpha);

        public Tensor elu(Scalar alpha, Scalar scale, Scalar input_scale) =>
            Ops.elu.Call(this, alpha, scale, input_scale);

        public Tensor elu_(Scalar alpha, Scalar scale, Scalar input_scale) =>
            Ops.elu_.InPlace(this, alpha, scale, input_scale);

        public Tensor celu() => Ops.celu.Call(this);
        public Tensor celu_() => Ops.celu_.InPlace(this);
        public Tensor celu(Scalar alpha) => Ops.celu.Call(this, alpha);
        public Tensor celu_(Scalar alpha) => Ops.celu_.InPlace(this, alpha);
        public Tensor leaky_relu(Scalar negative_slope) => Ops.leaky_relu.Call(this, negative_slope);
        public Tensor leaky_relu_(Scalar negative_slope) => Ops.leaky_relu_.InPlace(this, negative_slope);
        public Tensor hardtanh(Scalar min, Scalar max) => Ops.hardtanh.Call(this, min, max);
        public Tensor hardtanh_(Scalar min, Scalar max) => Ops.hardtanh_.InPlace(this, min, max);
        public Tensor threshold(Scalar threshold, Scalar value) => Ops.threshold.Call(this, threshold, value);
        public Tensor threshold_(Scalar threshold, Scalar value) => Ops.threshold_.InPlace(this, threshold, value);
        public Tensor softplus(double beta = 1, double threshold = 20) => Ops.softplus.Call(this, beta, threshold);
        public Tensor prelu(Tensor target) => Ops.prelu.Call(this, target);
        public Tensor softmax(long dim, ScalarType? dtype = null) => Ops.softmax_int.Call(this, dim, dtype);
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Ops.log_softmax_int.Call(this, dim, dtype);
    }
}
