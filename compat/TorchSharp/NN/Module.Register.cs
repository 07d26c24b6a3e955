using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>Registers a tensor that is saved with the module but not trained.</summary>
            /// <param name="name">Its key; unique among the buffers.</param>
            /// <param name="tensor">The tensor; it leaves its dispose scope.</param>
            /// <param name="persistent">Whether it belongs to the state dict.</param>
            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                if (_internal_buffers.ContainsKey(name))
                    throw new InvalidOperationException($"Tensor {name} is already registered.");
                _internal_buffers.Add(name, (tensor.DetachFromDisposeScope(), persistent));
            }

            public virtual void register_parameter(string name, Parameter param)
            {
                ArgumentNullException.ThrowIfNull(param);
                if (_internal_params.ContainsKey(name))
                    throw new InvalidOperationException($"Parameter {name} is already registered.");
                param.DetachFromDisposeScope();
                _internal_params.Add(name, param);
            }

            public virtual void register_module(string name, Module submodule)
            {
                if (submodule is null)
                {
                    _internal_submodules.Remove(name);
                    return;
                }
                if (string.IsNullOrEmpty(name))
                    throw new ArgumentException("module name can't be empty string \"\"");
                if (name.Contains('.', StringComparison.Ordinal))
                    throw new ArgumentException($"module name can't contain \".\", got: {name}");
                if (_internal_submodules.ContainsKey(name))
                    throw new InvalidOperationException($"Sub-module {name} is already registered.");
                submodule.RegisterComponents();
                _internal_submodules.Add(name, submodule);
            }

            public void add_module(string name, Module module) => register_module(name, module);

            /// <summary>Registers, replaces or, given null, removes a parameter.</summary>
            protected void ConditionallyRegisterParameter(string name, Parameter? value)
            {
                if (value is null)
                    _internal_params.Remove(name);
                else
                    _internal_params[name] = value;
            }

            protected void ConditionallyRegisterParameter(string name, Tensor value) =>
                ConditionallyRegisterParameter(name, value as Parameter);

            /// <summary>Registers, replaces or, given null, removes a buffer.</summary>
            protected void ConditionallyRegisterBuffer(string name, Tensor? value, bool persistent = true)
            {
                if (value is null)
                    _internal_buffers.Remove(name);
                else
                    _internal_buffers[name] = (value, persistent);
            }

            protected void ClearModules() => _internal_submodules.clear();

            /// <summary>Setter of a layer's parameter: frees the old one and registers the next.</summary>
            private protected Parameter? Replaced(string component, Parameter? old, Parameter? next)
            {
                if (ReferenceEquals(old, next))
                    return next;
                old?.Dispose();
                next?.DetachFromDisposeScope();
                ConditionallyRegisterParameter(component, next);
                return next;
            }

            /// <summary>Setter of a layer's buffer: frees the old one and registers the next.</summary>
            private protected Tensor? Replaced(string component, Tensor? old, Tensor? next)
            {
                if (ReferenceEquals(old, next))
                    return next;
                old?.Dispose();
                next?.DetachFromDisposeScope();
                ConditionallyRegisterBuffer(component, next);
                return next;
            }
        }
    }
}
