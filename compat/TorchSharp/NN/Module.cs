using System.Collections.Concurrent;
using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A network or a part of one: named parameters, buffers and submodules.</summary>
        /// <remarks>
        /// A class that derives from it calls <see cref="RegisterComponents"/> last in its constructor: each field that
        /// holds a module, a parameter or a tensor is then registered under the field's name.
        /// </remarks>
        public partial class Module : IDisposable
        {
            private static readonly ConcurrentDictionary<Type, (FieldInfo Field, string Name)[]> Components = new();

            protected string? name;
            protected DeviceType _deviceType = DeviceType.CPU;
            protected int _deviceIndex = -1;
            protected Utils.OrderedDict<string, Module> _internal_submodules = new();
            protected Utils.OrderedDict<string, (Tensor, bool)> _internal_buffers = new();
            protected Utils.OrderedDict<string, Parameter> _internal_params = new();
            private bool _registered;
            private bool _training = true;

            protected Module(string name) => this.name = name;

            /// <summary>Whether layers that differ in training, such as dropout, are in that state.</summary>
            public virtual bool training => _training;

            /// <summary>The name given at construction, or the name of the class.</summary>
            public virtual string GetName() => string.IsNullOrEmpty(name) ? GetType().Name : name;

            public virtual void train(bool train = true)
            {
                _training = train;
                foreach (var (_, child) in _internal_submodules)
                    child.train(train);
            }

            public virtual void eval() => train(false);

            /// <summary>Runs <paramref name="fn"/> on every submodule, children first, and then on this one.</summary>
            public virtual Module apply(Action<Module> fn)
            {
                ArgumentNullException.ThrowIfNull(fn);
                foreach (var (_, child) in _internal_submodules)
                    child.apply(fn);
                fn(this);
                return this;
            }

            /// <summary>Drops every gradient, or sets it to zero.</summary>
            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var parameter in parameters())
                    ClearGrad(parameter, set_to_none);
            }

            /// <summary>Registers what the fields hold, in the order of their declaration.</summary>
            protected virtual void RegisterComponents()
            {
                if (_registered)
                    return;
                foreach (var (field, component) in FieldsOf(GetType()))
                    RegisterField(component, field.GetValue(this));
                _registered = true;
            }

            private void RegisterField(string component, object? value)
            {
                if (value is null || IsRegistered(component))
                    return;
                switch (value)
                {
                    case Module module:
                        register_module(component, module);
                        break;
                    case Parameter parameter:
                        register_parameter(component, parameter);
                        break;
                    case Tensor tensor:
                        register_buffer(component, tensor);
                        break;
                }
            }

            private bool IsRegistered(string component) =>
                _internal_submodules.ContainsKey(component)
                || _internal_params.ContainsKey(component)
                || _internal_buffers.ContainsKey(component);

            private static (FieldInfo Field, string Name)[] FieldsOf(Type type) => Components.GetOrAdd(type, Find);

            private static (FieldInfo Field, string Name)[] Find(Type type)
            {
                const BindingFlags Own =
                    BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
                var found = new List<(FieldInfo Field, string Name)>();
                for (var level = type; level is not null && level != typeof(Module); level = level.BaseType)
                    found.AddRange(level.GetFields(Own)
                        .Where(field => !field.FieldType.IsValueType && field.FieldType != typeof(string))
                        .OrderBy(field => field.MetadataToken)
                        .Select(field => (field, field.ComponentName())));
                return [.. found.DistinctBy(pair => pair.Name)];
            }

            private static void ClearGrad(Parameter parameter, bool set_to_none)
            {
                using var grad = parameter.grad;
                if (grad is null)
                    return;
                if (set_to_none)
                    parameter.grad = null;
                else
                    using (no_grad())
                        grad.zero_();
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Frees the parameters and buffers of this module and of every submodule.</summary>
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing)
                    return;
                foreach (var (_, (buffer, _)) in _internal_buffers)
                    buffer.Dispose();
                foreach (var (_, parameter) in _internal_params)
                    parameter.Dispose();
                foreach (var (_, child) in _internal_submodules)
                    child.Dispose();
            }
        }
    }
}
