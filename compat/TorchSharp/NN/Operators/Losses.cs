using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Losses; a reduction is 0 none, 1 mean, 2 sum.</summary>
internal static partial class Aten
{
    private static readonly Op MseLoss = new("mse_loss");
    private static readonly Op L1Loss = new("l1_loss");
    private static readonly Op SmoothL1Loss = new("smooth_l1_loss");
    private static readonly Op HuberLoss = new("huber_loss");
    private static readonly Op BinaryCrossEntropy = new("binary_cross_entropy");
    private static readonly Op BinaryCrossEntropyWithLogits = new("binary_cross_entropy_with_logits");
    private static readonly Op CrossEntropyLoss = new("cross_entropy_loss");
    private static readonly Op KlDiv = new("kl_div");

    internal static Tensor mse_loss(Tensor input, Tensor target, long reduction) =>
        MseLoss.Call(input, target, reduction);

    internal static Tensor l1_loss(Tensor input, Tensor target, long reduction) =>
        L1Loss.Call(input, target, reduction);

    internal static Tensor smooth_l1_loss(Tensor input, Tensor target, long reduction, double beta) =>
        SmoothL1Loss.Call(input, target, reduction, beta);

    internal static Tensor huber_loss(Tensor input, Tensor target, long reduction, double delta) =>
        HuberLoss.Call(input, target, reduction, delta);

    internal static Tensor binary_cross_entropy(Tensor input, Tensor target, Tensor? weight, long reduction) =>
        BinaryCrossEntropy.Call(input, target, weight, reduction);

    internal static Tensor binary_cross_entropy_with_logits(
        Tensor input, Tensor target, Tensor? weight, Tensor? positive, long reduction) =>
        BinaryCrossEntropyWithLogits.Call(input, target, weight, positive, reduction);

    internal static Tensor cross_entropy_loss(
        Tensor input, Tensor target, Tensor? weight, long reduction, long ignored, double smoothing) =>
        CrossEntropyLoss.Call(input, target, weight, reduction, ignored, smoothing);

    internal static Tensor kl_div(Tensor input, Tensor target, long reduction, bool log_target) =>
        KlDiv.Call(input, target, reduction, log_target);
}
