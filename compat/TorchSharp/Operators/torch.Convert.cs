// torch functions that forward to the tensor: conversion.
namespace TorchSharp;

public static partial class torch
{
    public static Tensor clone(Tensor input) => input.clone();
    public static Tensor dequantize(Tensor input) => input.dequantize();
}
