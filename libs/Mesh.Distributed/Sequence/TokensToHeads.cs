using static TorchSharp.torch;

namespace Mesh.Distributed.Sequence;

/// <summary>From some tokens and all heads to all tokens and some heads; the gradient goes the other way.</summary>
internal sealed class TokensToHeads : autograd.SingleTensorFunction<TokensToHeads>
{
    private const string Plan = "plan";

    public override string Name => nameof(TokensToHeads);

    /// <param name="x">[N, H, Lr, D].</param>
    /// <param name="plan">The exchange.</param>
    /// <returns>[N, Hr, L, D].</returns>
    public static Tensor Of(Tensor x, ExchangePlan plan) => apply(x, plan);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        ctx.save_data(Plan, vars[1]);
        return ((ExchangePlan)vars[1]).ToHeads((Tensor)vars[0]);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
        [((ExchangePlan)ctx.get_data(Plan)).ToTokens(grad_output), null!];
}
