using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Adam; weight decay is added to the gradient.</summary>
/// <remarks>Kingma and Ba 2015, arXiv:1412.6980, algorithm 1.</remarks>
public partial class Adam : OptimizerHelper, optim.IBetas
{
    public Adam(
        IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999,
        double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
    {
    }

    public Adam(
        IEnumerable<ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999,
        double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentOutOfRangeException.ThrowIfNegative(lr);
        ArgumentOutOfRangeException.ThrowIfNegative(eps);
        ArgumentOutOfRangeException.ThrowIfNegative(weight_decay);
        if (beta1 is < 0 or >= 1 || beta2 is < 0 or >= 1)
            throw new ArgumentException($"The betas are ({beta1}, {beta2}); each must be in [0, 1).");
        _defaults = new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            beta1 = beta1,
            beta2 = beta2,
            eps = eps,
            weight_decay = weight_decay,
            amsgrad = amsgrad,
            maximize = maximize,
        };
        foreach (var group in parameters)
            add_param_group(group);
    }

    /// <summary>The defaults for groups that are added later.</summary>
    public (double, double) Betas
    {
        get => (Defaults.beta1!.Value, Defaults.beta2!.Value);
        set => (Defaults.beta1, Defaults.beta2) = value;
    }

    private Options Defaults => (Options)_defaults;

    public override Tensor? step(Func<Tensor>? closure = null) => _step<ParamGroup>(Step, closure);

    public override void add_param_group(Modules.ParamGroup param_group)
    {
        ArgumentNullException.ThrowIfNull(param_group);
        param_group.Options ??= new Options();
        ((Options)param_group.Options).FillFrom(Defaults);
        Add(param_group, parameter => new State(parameter));
    }

    private void Step(ParamGroup group)
    {
        foreach (var parameter in group.Parameters)
        {
            var grad = parameter.grad;
            if (grad is null)
                continue;
            Step(parameter, grad, (State)_state[parameter.Handle], group.Options);
        }
    }

    private static void Step(Parameter parameter, Tensor grad, State state, Options options)
    {
        using var scope = NewDisposeScope();
        var (lr, decay) = (options.LearningRate!.Value, options.weight_decay!.Value);
        var (beta1, beta2) = (options.beta1!.Value, options.beta2!.Value);
        if (options.maximize!.Value)
            grad = -grad;
        state.step++;
        if (decay != 0)
            grad = grad.add(parameter, decay);

        state.exp_avg.mul_(beta1).add_(grad, 1 - beta1);
        state.exp_avg_sq.mul_(beta2).addcmul_(grad, grad, 1 - beta2);
        var second = options.amsgrad!.Value ? state.Largest() : state.exp_avg_sq;
        var root = Math.Sqrt(1 - Math.Pow(beta2, state.step));
        var denominator = second.sqrt().div_(root).add_(options.eps!.Value);
        parameter.addcdiv_(state.exp_avg, denominator, -lr / (1 - Math.Pow(beta1, state.step)));
    }
}
