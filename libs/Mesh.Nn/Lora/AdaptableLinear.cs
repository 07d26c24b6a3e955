using Mesh.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Nn.Lora;

// r rank, I inputs, O outputs

/// <summary>
/// A linear layer that a <see cref="LoraAdapter"/> can update: y = W x + b + scale up (down x). Without an adapter
/// it is the layer inside, and its weights have that layer's names in any case.
/// </summary>
public sealed class AdaptableLinear : Module<Tensor, Tensor>, IWrapper
{
    private const string DownKey = "lora_A";
    private const string UpKey = "lora_B";

    private readonly Module<Tensor, Tensor> inner;
    private Parameter? lora_A;  // [r, I]
    private Parameter? lora_B;  // [O, r]

    internal AdaptableLinear(Module<Tensor, Tensor> inner)
        : base(nameof(AdaptableLinear))
    {
        this.inner = inner;
        RegisterComponents();
    }

    /// <summary>The same layers, each of them adaptable.</summary>
    public static Layers Over(Layers layers) => layers with
    {
        Linear = (role, inFeatures, outFeatures, bias) =>
            new AdaptableLinear(layers.Linear(role, inFeatures, outFeatures, bias)),
    };

    /// <summary>The state-dict key of a parameter of a network of such layers.</summary>
    public static string KeyOf(string parameter) => parameter.Replace($".{nameof(inner)}.", ".");

    Module IWrapper.Inner => inner;

    /// <summary>The weight that is updated, [O, I].</summary>
    public Parameter Weight => inner.get_parameter("weight")!;

    /// <summary>Called A in the paper; null without an adapter.</summary>
    public Parameter? Down => lora_A;

    /// <summary>Called B in the paper; null without an adapter.</summary>
    public Parameter? Up => lora_B;

    /// <summary>Factor on the update; 0 switches it off.</summary>
    internal double Scale { get; set; }

    /// <param name="x">[..., I].</param>
    /// <returns>[..., O].</returns>
    public override Tensor forward(Tensor x)
    {
        if (lora_A is null || lora_B is null || Scale == 0)
            return inner.call(x);

        using var scope = NewDisposeScope();
        var y = inner.call(x);
        var update = functional.linear(functional.linear(x.to(lora_A.dtype), lora_A), lora_B);
        return (y + (update * Scale).to(y.dtype)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Takes factors over; they keep their precision and go where the weight is, if it has more than a shape.
    /// </summary>
    internal void Attach(LoraFactors factors)
    {
        Detach();
        lora_A = Placed(factors.Down);
        lora_B = Placed(factors.Up);
        register_parameter(DownKey, lora_A);
        register_parameter(UpKey, lora_B);
    }

    internal void Detach()
    {
        ConditionallyRegisterParameter(DownKey, (Parameter?)null);
        ConditionallyRegisterParameter(UpKey, (Parameter?)null);
        lora_A?.Dispose();
        lora_B?.Dispose();
        (lora_A, lora_B, Scale) = (null, null, 0);
    }

    /// <summary>W + factor up down, rounded once to the precision of the weight.</summary>
    internal void Fold(double factor)
    {
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        const ScalarType Wide = ScalarType.Float32;
        var delta = lora_B!.to(Wide).matmul(lora_A!.to(Wide)) * factor;
        Weight.copy_((Weight.to(Wide) + delta).to(Weight.dtype));
    }

    private Parameter Placed(Tensor factor)
    {
        using var scope = NewDisposeScope();
        var device = Weight.is_meta ? factor.device : Weight.device;
        var placed = Parameter(factor.detach().to(device, copy: true).contiguous());
        placed.DetachFromDisposeScope();
        return placed;
    }
}
