using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>Casts floating-point parameters and buffers, and moves all of them.</summary>
            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking)
            {
                RequireFloating(dtype);
                _toEpilog(dtype, device, non_blocking);
                return this;
            }

            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
            {
                _toEpilog(null, new Device(deviceType, deviceIndex), non_blocking);
                return this;
            }

            protected internal virtual Module _to(ScalarType dtype, bool non_blocking)
            {
                RequireFloating(dtype);
                _toEpilog(dtype, null, non_blocking);
                return this;
            }

            public Module _to(Tensor other, bool non_blocking)
            {
                ArgumentNullException.ThrowIfNull(other);
                return _to(other.device, other.dtype, non_blocking);
            }

            /// <summary>Converts the children, then the own parameters and buffers; their fields follow.</summary>
            protected virtual void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
            {
                foreach (var (_, child) in _internal_submodules)
                    Convert(child, dtype, device, non_blocking);

                foreach (var (name, parameter) in _internal_params.ToList<(string, Parameter)>())
                    if (ReplaceParameter(dtype, device, parameter, out var converted))
                    {
                        _internal_params[name] = converted!;
                        SetField(name, parameter, converted!);
                        parameter.Dispose();
                    }

                foreach (var (name, (buffer, persistent)) in _internal_buffers.ToList<(string, (Tensor, bool))>())
                    if (ReplaceBuffer(dtype, device, buffer, out var converted))
                    {
                        _internal_buffers[name] = (converted!, persistent);
                        SetField(name, buffer, converted!);
                    }

                if (device is not null)
                    (_deviceType, _deviceIndex) = (device.type, device.index);
            }

            protected static bool ReplaceParameter(
                ScalarType? dtype, Device? device, Parameter param, out Parameter? p)
            {
                p = null;
                ArgumentNullException.ThrowIfNull(param);
                var (type, place) = (TypeFor(param, dtype), device ?? param.device);
                if (type == param.dtype && SameDevice(place, param.device))
                    return false;

                using var guard = no_grad();
                p = new Parameter(param.to(type, place), param.requires_grad);
                using var grad = param.grad;
                if (grad is not null)
                {
                    using var moved = grad.to(type, place);
                    p.grad = moved;
                }
                return true;
            }

            protected static bool ReplaceBuffer(ScalarType? dtype, Device? device, Tensor buffer, out Tensor? result)
            {
                result = null;
                ArgumentNullException.ThrowIfNull(buffer);
                var (type, place) = (TypeFor(buffer, dtype), device ?? buffer.device);
                if (type == buffer.dtype && SameDevice(place, buffer.device))
                    return false;
                result = buffer.to(type, place).DetachFromDisposeScope();
                buffer.Dispose();
                return true;
            }

            /// <summary>The defaults of a layer's device and dtype arguments.</summary>
            protected static (Device device, ScalarType dtype) GetDefaultDeviceAndType(
                Device? device = null, ScalarType? dtype = null) =>
                (device ?? get_default_device(), dtype ?? get_default_dtype());

            private static void Convert(Module child, ScalarType? dtype, Device? device, bool non_blocking)
            {
                if (device is null)
                    child._to(dtype!.Value, non_blocking);
                else if (dtype is null)
                    child._to(device.type, device.index, non_blocking);
                else
                    child._to(device, dtype.Value, non_blocking);
            }

            private void SetField(string component, Tensor old, Tensor converted)
            {
                foreach (var (field, name) in FieldsOf(GetType()))
                    if (name == component && ReferenceEquals(field.GetValue(this), old))
                        field.SetValue(this, converted);
            }

            private static ScalarType TypeFor(Tensor tensor, ScalarType? wanted) =>
                wanted is { } type && (tensor.is_floating_point() || tensor.is_complex()) ? type : tensor.dtype;

            private static bool SameDevice(Device wanted, Device actual) =>
                wanted.type == actual.type
                && (wanted.index < 0 || wanted.index == actual.index || wanted.type != DeviceType.CUDA);

            private static void RequireFloating(ScalarType dtype)
            {
                if (dtype is not (ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64
                    or ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64))
                    throw new ArgumentException(
                        $"nn.Module.to only accepts floating point or complex types, but got desired dtype={dtype}");
            }
        }
    }
}
