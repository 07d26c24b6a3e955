namespace TorchSharp.Modules;

/// <summary>A module that never holds parameters, so conversions pass it by.</summary>
internal interface IParameterLessModule;

public abstract class ParameterLessModule<T1, TResult>
    : torch.nn.Module<T1, TResult>, IParameterLessModule
{
    protected ParameterLessModule(string name)
        : base(name)
    {
    }

    public override void register_buffer(string name, torch.Tensor tensor, bool persistent = true) => Refuse();

    public override void register_parameter(string name, Parameter param) => Refuse();

    public override void register_module(string name, torch.nn.Module submodule) => Refuse();

    private void Refuse() => throw new InvalidOperationException($"{GetName()} cannot hold parameters or modules.");
}

public abstract class ParameterLessModule<T1, T2, TResult>
    : torch.nn.Module<T1, T2, TResult>, IParameterLessModule
{
    protected ParameterLessModule(string name)
        : base(name)
    {
    }

    public override void register_buffer(string name, torch.Tensor tensor, bool persistent = true) => Refuse();

    public override void register_parameter(string name, Parameter param) => Refuse();

    public override void register_module(string name, torch.nn.Module submodule) => Refuse();

    private void Refuse() => throw new InvalidOperationException($"{GetName()} cannot hold parameters or modules.");
}

public abstract class ParameterLessModule<T1, T2, T3, TResult>
    : torch.nn.Module<T1, T2, T3, TResult>, IParameterLessModule
{
    protected ParameterLessModule(string name)
        : base(name)
    {
    }

    public override void register_buffer(string name, torch.Tensor tensor, bool persistent = true) => Refuse();

    public override void register_parameter(string name, Parameter param) => Refuse();

    public override void register_module(string name, torch.nn.Module submodule) => Refuse();

    private void Refuse() => throw new InvalidOperationException($"{GetName()} cannot hold parameters or modules.");
}

public abstract class ParameterLessModule<T1, T2, T3, T4, TResult>
    : torch.nn.Module<T1, T2, T3, T4, TResult>, IParameterLessModule
{
    protected ParameterLessModule(string name)
        : base(name)
    {
    }

    public override void register_buffer(string name, torch.Tensor tensor, bool persistent = true) => Refuse();

    public override void register_parameter(string name, Parameter param) => Refuse();

    public override void register_module(string name, torch.nn.Module submodule) => Refuse();

    private void Refuse() => throw new InvalidOperationException($"{GetName()} cannot hold parameters or modules.");
}

public abstract class ParameterLessModule<T1, T2, T3, T4, T5, TResult>
    : torch.nn.Module<T1, T2, T3, T4, T5, TResult>, IParameterLessModule
{
    protected ParameterLessModule(string name)
        : base(name)
    {
    }

    public override void register_buffer(string name, torch.Tensor tensor, bool persistent = true) => Refuse();

    public override void register_parameter(string name, Parameter param) => Refuse();

    public override void register_module(string name, torch.nn.Module submodule) => Refuse();

    private void Refuse() => throw new InvalidOperationException($"{GetName()} cannot hold parameters or modules.");
}

public abstract class ParameterLessModule<T1, T2, T3, T4, T5, T6, TResult>
    : torch.nn.Module<T1, T2, T3, T4, T5, T6, TResult>, IParameterLessModule
{
    protected ParameterLessModule(string name)
        : base(name)
    {
    }

    public override void register_buffer(string name, torch.Tensor tensor, bool persistent = true) => Refuse();

    public override void register_parameter(string name, Parameter param) => Refuse();

    public override void register_module(string name, torch.nn.Module submodule) => Refuse();

    private void Refuse() => throw new InvalidOperationException($"{GetName()} cannot hold parameters or modules.");
}
