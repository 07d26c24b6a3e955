using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What the optimizers share: groups, states by parameter, saving.</summary>
public abstract partial class OptimizerHelper : optim.Optimizer
{
    protected OptimizerOptions _defaults = null!;

    /// <summary>State by the native handle of the parameter.</summary>
    protected Utils.OrderedDict<IntPtr, OptimizerState> _state = new();

    /// <summary>The states themselves, not copies.</summary>
    public virtual StateDictionary state_dict()
    {
        var saved = new StateDictionary();
        foreach (var group in _parameter_groups)
        {
            var places = new List<int>();
            foreach (var parameter in group.Parameters)
            {
                places.Add(saved.State.Count);
                saved.State.Add(_state[parameter.Handle]);
            }
            saved.Options.Add(group.Options);
            saved.StateIndexRef.Add(places);
        }
        return saved;
    }

    /// <summary>Takes over options and copies of the states.</summary>
    /// <exception cref="ArgumentException">Another number of groups or parameters.</exception>
    public virtual void load_state_dict(StateDictionary state_dict)
    {
        ArgumentNullException.ThrowIfNull(state_dict);
        var own = this.state_dict();
        Require(state_dict.Options.Count, own.Options.Count, "parameter groups");
        Require(state_dict.State.Count, own.State.Count, "states");
        foreach (var (mine, saved) in own.Options.Zip(state_dict.Options))
            if (!ReferenceEquals(mine, saved))
                mine.LoadStateDict(saved);
        foreach (var (mine, saved) in own.State.Zip(state_dict.State))
            if (!ReferenceEquals(mine, saved))
                mine.LoadStateDict(saved);
    }

    public void to(Device device)
    {
        foreach (var state in _state.values())
            state.to(device);
    }

    /// <summary>Runs the closure, then the body on each group, without gradients and in a dispose scope.</summary>
    protected Tensor? _step<T>(Action<T> body, Func<Tensor>? loss_closure = null)
        where T : ParamGroup
    {
        ArgumentNullException.ThrowIfNull(body);
        Tensor? loss = null;
        if (loss_closure is not null)
            using (enable_grad())
                loss = loss_closure();

        using var guard = no_grad();
        using var scope = NewDisposeScope();
        foreach (var group in _parameter_groups)
            body((T)group);
        return loss;
    }

    /// <summary>Adds a group whose options are complete, with fresh states.</summary>
    private protected void Add(ParamGroup group, Func<Parameter, OptimizerState> newState)
    {
        group.Parameters = [.. group.Parameters];
        group.Options.InitialLearningRate = group.Options.LearningRate!.Value;
        _parameter_groups.Add(group);
        foreach (var parameter in group.Parameters)
        {
            var state = newState(parameter);
            state.Initialize(group.Options);
            _state[parameter.Handle] = state;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            foreach (var state in _state.values().OfType<IDisposable>())
                state.Dispose();
        base.Dispose(disposing);
    }

    private static void Require(int saved, int own, string what)
    {
        if (saved != own)
            throw new ArgumentException($"Invalid optimizer state -- {saved} {what}, but this optimizer has {own}.");
    }
}
