// Tensor methods: conversion.
namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor clone() => Ops.clone.Call(this);
        public Tensor detach() => Ops.detach.Call(this);
        public Tensor detach_() => Ops.detach_.InPlace(this);
        public Tensor copy_(Tensor source, bool nonBlocking = false) => Ops.copy_.InPlace(this, source, nonBlocking);
        public Tensor set_(Tensor source) => Ops.set__source_Tensor.InPlace(this, source);

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            To(type, null, copy, disposeAfter, non_blocking);

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            To(null, device, copy, disposeAfter, non_blocking);

        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            To(null, new Device(device), copy, disposeAfter, non_blocking);

        public Tensor to(
            DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false,
            bool non_blocking = false) =>
            To(null, new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);

        public Tensor to(
            ScalarType type, Device device, bool copy = false, bool disposeAfter = false,
            bool non_blocking = false) =>
            To(type, device, copy, disposeAfter, non_blocking);

        public Tensor to(Tensor other, bool non_blocking = false) =>
            To(other.dtype, other.device, false, false, non_blocking);

        public Tensor to_type(
            ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            To(type, null, copy, disposeAfter, non_blocking);

        public Tensor type(ScalarType dtype) => To(dtype, null);
        public Tensor type(Func<Tensor, Tensor> typeFunc) => typeFunc(this);
        public Tensor type_as(Tensor tensor) => To(tensor.dtype, null);
        public Tensor cpu() => To(null, CPU);

        public Tensor cuda(Device? device = null, bool non_blocking = false) =>
            To(null, device ?? CUDA, false, false, non_blocking);

        public Tensor @bool() => To(ScalarType.Bool, null);
        public Tensor @byte() => To(ScalarType.Byte, null);
        public Tensor @char() => To(ScalarType.Int8, null);
        public Tensor @short() => To(ScalarType.Int16, null);
        public Tensor @int() => To(ScalarType.Int32, null);
        public Tensor @long() => To(ScalarType.Int64, null);
        public Tensor half() => To(ScalarType.Float16, null);
        public Tensor bfloat16() => To(ScalarType.BFloat16, null);
        public Tensor @float() => To(ScalarType.Float32, null);
        public Tensor @double() => To(ScalarType.Float64, null);
        public Tensor cfloat() => To(ScalarType.ComplexFloat32, null);
        public Tensor cdouble() => To(ScalarType.ComplexFloat64, null);
        public Tensor pin_memory() => Ops.pin_memory.Call(this);
        public Tensor to_dense() => Ops.to_dense.Call(this);
        public Tensor dequantize() => Ops.dequantize_self.Call(this);
    }
}
