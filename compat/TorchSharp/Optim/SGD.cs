using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Gradient descent, with momentum if asked.</summary>
/// <remarks>Sutskever et al. 2013, section 2, with PyTorch's placing of the learning rate.</remarks>
public partial class SGD : OptimizerHelper, optim.IMomentum
{
    public SGD(
        IEnumerable<Parameter> parameters, double lr, double momentum = 0.0, double dampening = 0,
        double weight_decay = 0, bool nesterov = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, momentum, dampening, weight_decay, nesterov, maximize)
    {
    }

    public SGD(
        IEnumerable<ParamGroup> parameters, double lr, double momentum = 0.0, double dampening = 0,
        double weight_decay = 0, bool nesterov = false, bool maximize = false)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentOutOfRangeException.ThrowIfNegative(lr);
        ArgumentOutOfRangeException.ThrowIfNegative(momentum);
        ArgumentOutOfRangeException.ThrowIfNegative(weight_decay);
        if (nesterov && (momentum <= 0 || dampening != 0))
            throw new ArgumentException("Nesterov momentum requires a momentum and zero dampening");
        _defaults = new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            momentum = momentum,
            dampening = dampening,
            weight_decay = weight_decay,
            nesterov = nesterov,
            maximize = maximize,
        };
        foreach (var group in parameters)
            add_param_group(group);
    }

    /// <summary>The default for groups that are added later.</summary>
    public double Momentum
    {
        get => Defaults.momentum!.Value;
        set => Defaults.momentum = value;
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
            if (grad is not null)
                Step(parameter, grad, (State)_state[parameter.Handle], group.Options);
        }
    }

    private static void Step(Parameter parameter, Tensor grad, State state, Options options)
    {
        using var scope = NewDisposeScope();
        var momentum = options.momentum!.Value;
        if (options.maximize!.Value)
            grad = -grad;
        if (options.weight_decay!.Value != 0)
            grad = grad.add(parameter, options.weight_decay.Value);
        if (momentum != 0)
        {
            var buffer = state.Add(grad, momentum, 1 - options.dampening!.Value);
            grad = options.nesterov!.Value ? grad.add(buffer, momentum) : buffer;
        }
        parameter.add_(grad, -options.LearningRate!.Value);
    }
}
