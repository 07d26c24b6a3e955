using System.Globalization;
using Mesh.Diffusion;
using Mesh.Models.MmDit;
using Mesh.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Parity.Tests;

/// <summary>Rectified-flow training of the editing transformer: loss, every gradient, AdamW steps.</summary>
/// <remarks>
/// The recorder may have kept references, so that weights and gradients in the file are those of the last step; the
/// recorded norms tell. The weights at the start are then those of the forward golden of the same config beside it.
/// </remarks>
internal sealed class IcveTrainingKind : IGoldenKind
{
    private const string Steps = "adamw.loss_and_gradnorm";
    private const double LearningRate = 1e-3;
    private const double WeightDecay = 0.01;
    private const double MaxGradNorm = 1;

    public bool Accepts(Golden golden) =>
        golden.Has(MmDitGolden.AnyWeight) && golden.Has("in.latent_org") && golden.Has("in.sigma") && golden.Has(Steps);

    public void Verify(Golden golden)
    {
        var model = new MmDitModel(MmDitGoldenConfig.Of(golden));
        if (OwnWeightsAreTrained(golden))
            LoadStart(golden, model);
        else
            golden.Load(model);
        var (noise, edited, sigma) = (golden["in.noise"], golden["in.latent_edit"], golden["in.sigma"]);
        var noised = FlowMatching.Interpolate(edited, noise, sigma);
        Close.Assert("in.noised", noised, golden["in.noised"]);
        var input = MmDitGolden.Input(golden, noised, golden["in.latent_org"], sigma * 1000, model.Config);

        var output = model.call(input);
        var loss = nn.functional.mse_loss(output, noise - edited);
        loss.backward();

        Close.Assert("out", output, golden["out"]);
        Close.Assert("loss", loss.view(1), golden["loss"]);
        var early = !GradientsAreLast(golden);
        if (early)
            VerifyGradients(golden, model);
        VerifySteps(golden, model, input, noise - edited);
        if (!early)
            VerifyGradients(golden, model);
        VerifyWeights(golden, model, AfterSteps(golden));
    }

    private static string AfterSteps(Golden golden) =>
        string.Create(CultureInfo.InvariantCulture, $"after{golden.ShapeOf(Steps)[0]}.");

    private static bool OwnWeightsAreTrained(Golden golden)
    {
        var prefix = AfterSteps(golden);
        var name = golden.Names.FirstOrDefault(name => name.StartsWith(prefix, StringComparison.Ordinal));
        return name is not null && golden[name].allclose(golden["w." + name[prefix.Length..]], rtol: 0, atol: 0);
    }

    private static bool GradientsAreLast(Golden golden)
    {
        using var scope = NewDisposeScope();
        var norms = golden[Steps].select(1, 1);
        var recorded = golden.Names.Where(name => name.StartsWith("grad.", StringComparison.Ordinal))
            .Sum(name => golden[name].square().sum().ToDouble());
        var last = Math.Min(norms[-1].ToDouble(), MaxGradNorm);
        return Math.Abs(Math.Sqrt(recorded) - last) < Math.Abs(Math.Sqrt(recorded) - norms[0].ToDouble());
    }

    private static void LoadStart(Golden golden, MmDitModel model)
    {
        foreach (var path in GoldenKinds.Paths(GoldenSource.Numbers))
        {
            using var other = Golden.Open(path);
            if (new IcveForwardKind().Accepts(other) && other.Config.GetRawText() == golden.Config.GetRawText())
            {
                other.Load(model);
                return;
            }
        }

        Assert.Fail($"{golden.Name} holds trained weights, and no forward golden of its config holds those before.");
    }

    private static void VerifyGradients(Golden golden, MmDitModel model)
    {
        foreach (var (name, parameter) in model.named_parameters())
        {
            if (golden.Has("grad." + name))
                Close.Assert("grad." + name, parameter.grad ?? parameter.zeros_like(), golden["grad." + name]);
        }
    }

    private static void VerifySteps(Golden golden, MmDitModel model, MmDitInput input, Tensor target)
    {
        using var optimizer = optim.AdamW(model.parameters(), LearningRate, weight_decay: WeightDecay);
        var recorded = golden[Steps];
        for (var step = 0; step < recorded.shape[0]; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var loss = nn.functional.mse_loss(model.call(input), target);
            loss.backward();
            var norm = nn.utils.clip_grad_norm_(model.parameters(), MaxGradNorm);
            optimizer.step();

            var actual = tensor(new double[] { loss.ToDouble(), norm });
            Close.Assert($"{Steps}[{step}]", actual, recorded[step]);
        }
    }

    private static void VerifyWeights(Golden golden, MmDitModel model, string prefix)
    {
        var weights = StateDict.Of(model);
        foreach (var name in golden.Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)))
            Close.Assert(name, weights[name[prefix.Length..]], golden[name]);
    }
}
