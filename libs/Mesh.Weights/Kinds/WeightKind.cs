namespace Mesh.Weights.Kinds;

/// <summary>What a file of weights holds, told by the names in it.</summary>
public enum WeightKind
{
    Unknown,
    HunyuanTransformer,
    HunyuanVae,
    WanTransformer,
    WanVae,
    Llama,
    Llava,
    Clip,
    ClipText,
    Umt5,
    Lora,
}

/// <summary>Whose names the tensors have.</summary>
public enum NameLayout
{
    /// <summary>Those of the authors.</summary>
    Published,

    /// <summary>Those of diffusers.</summary>
    Diffusers,
}
