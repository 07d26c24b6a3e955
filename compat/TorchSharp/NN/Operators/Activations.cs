using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Activations, pure and in place.</summary>
internal static partial class Aten
{
    private static readonly Op Relu = new("relu");
    private static readonly Op ReluInPlace = new("relu_");
    private static readonly Op Selu = new("selu");
    private static readonly Op SeluInPlace = new("selu_");
    private static readonly Op Silu = new("silu");
    private static readonly Op SiluInPlace = new("silu_");
    private static readonly Op Mish = new("mish");
    private static readonly Op MishInPlace = new("mish_");
    private static readonly Op Sigmoid = new("sigmoid");
    private static readonly Op SigmoidInPlace = new("sigmoid_");
    private static readonly Op Tanh = new("tanh");
    private static readonly Op TanhInPlace = new("tanh_");
    private static readonly Op Hardsigmoid = new("hardsigmoid");
    private static readonly Op HardsigmoidInPlace = new("hardsigmoid_");
    private static readonly Op Hardswish = new("hardswish");
    private static readonly Op HardswishInPlace = new("hardswish_");
    private static readonly Op LogSigmoid = new("log_sigmoid");
    private static readonly Op LeakyRelu = new("leaky_relu");
    private static readonly Op LeakyReluInPlace = new("leaky_relu_");
    private static readonly Op Elu = new("elu");
    private static readonly Op EluInPlace = new("elu_");
    private static readonly Op Gelu = new("gelu");
    private static readonly Op GeluInPlace = new("gelu_");
    private static readonly Op Hardtanh = new("hardtanh");
    private static readonly Op HardtanhInPlace = new("hardtanh_");
    private static readonly Op Softplus = new("softplus");
    private static readonly Op Glu = new("glu");
    private static readonly Op SoftmaxInt = new("softmax", "int");
    private static readonly Op LogSoftmaxInt = new("log_softmax", "int");

    internal static Tensor relu(Tensor x) => Relu.Call(x);

    internal static Tensor relu_(Tensor x) => ReluInPlace.InPlace(x);

    internal static Tensor selu(Tensor x) => Selu.Call(x);

    internal static Tensor selu_(Tensor x) => SeluInPlace.InPlace(x);

    internal static Tensor silu(Tensor x) => Silu.Call(x);

    internal static Tensor silu_(Tensor x) => SiluInPlace.InPlace(x);

    internal static Tensor mish(Tensor x) => Mish.Call(x);

    internal static Tensor mish_(Tensor x) => MishInPlace.InPlace(x);

    internal static Tensor sigmoid(Tensor x) => Sigmoid.Call(x);

    internal static Tensor sigmoid_(Tensor x) => SigmoidInPlace.InPlace(x);

    internal static Tensor tanh(Tensor x) => Tanh.Call(x);

    internal static Tensor tanh_(Tensor x) => TanhInPlace.InPlace(x);

    internal static Tensor hardsigmoid(Tensor x) => Hardsigmoid.Call(x);

    internal static Tensor hardsigmoid_(Tensor x) => HardsigmoidInPlace.InPlace(x);

    internal static Tensor hardswish(Tensor x) => Hardswish.Call(x);

    internal static Tensor hardswish_(Tensor x) => HardswishInPlace.InPlace(x);

    internal static Tensor log_sigmoid(Tensor x) => LogSigmoid.Call(x);

    internal static Tensor leaky_relu(Tensor x, double slope) => LeakyRelu.Call(x, slope);

    internal static Tensor leaky_relu_(Tensor x, double slope) => LeakyReluInPlace.InPlace(x, slope);

    internal static Tensor elu(Tensor x, double alpha) => Elu.Call(x, alpha);

    internal static Tensor elu_(Tensor x, double alpha) => EluInPlace.InPlace(x, alpha);

    internal static Tensor gelu(Tensor x, string approximate) => Gelu.Call(x, approximate);

    internal static Tensor gelu_(Tensor x, string approximate) => GeluInPlace.InPlace(x, approximate);

    internal static Tensor hardtanh(Tensor x, double min, double max) => Hardtanh.Call(x, min, max);

    internal static Tensor hardtanh_(Tensor x, double min, double max) => HardtanhInPlace.InPlace(x, min, max);

    internal static Tensor softplus(Tensor x, double beta, double threshold) => Softplus.Call(x, beta, threshold);

    internal static Tensor glu(Tensor x, long dim) => Glu.Call(x, dim);

    internal static Tensor softmax(Tensor x, long dim, ScalarType? dtype) => SoftmaxInt.Call(x, dim, dtype);

    internal static Tensor log_softmax(Tensor x, long dim) => LogSoftmaxInt.Call(x, dim);
}
