namespace Mesh.Weights.Lora;

/// <summary>How a LoRA is written to files.</summary>
public enum LoraLayout
{
    /// <summary>adapter_model.safetensors beside adapter_config.json, which holds the alpha.</summary>
    Peft,

    /// <summary>pytorch_lora_weights.safetensors; the alpha is in its header.</summary>
    Diffusers,

    /// <summary>One file with the names of the authors' repository and the alpha as a tensor of each layer.</summary>
    Original,
}
