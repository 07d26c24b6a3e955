using static TorchSharp.torch;

namespace Mesh.Distributed.Sequence;

/// <summary>From all tokens and some heads to some tokens and all heads; the gradient goes the other way.</summary>
internal sealed class HeadsToTokens : autograd.SingleTensorFunction<HeadsToTokens>
{
    private const string Plan = "plan";

    public override string Name => nameof(HeadsToTokens);

    /// <param name="x">[N, Hr, L, D].</param>
    /// <param name="plan">The exchange.</param>
    /// <returns>[N, H, Lr, D].</returns>
    public static Tensor Of(Tensor x, ExchangePlan plan) => apply(x, plan);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        ctx.save_data(Plan, vars[1]);
        return ((ExchangePlan)vars[1]).ToTokens((Tensor)vars[0]);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
        [((ExchangePlan)ctx.get_data(Plan)).ToHeads(grad_output), null!];
}
