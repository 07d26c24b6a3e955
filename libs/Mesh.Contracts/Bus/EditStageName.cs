namespace Mesh.Contracts.Bus;

/// <summary>The stages of an edit, in the order of the routing slip; each is a queue per priority class.</summary>
public enum EditStageName
{
    /// <summary>Instruction to condition, by the encoder.</summary>
    Encode,

    /// <summary>Film to source latents, by the vae.</summary>
    VaeEncode,

    /// <summary>Source latents to edited latents, by the dit.</summary>
    Denoise,

    /// <summary>Edited latents to film and report, by the vae.</summary>
    VaeDecode,

    /// <summary>Checks the result and ends the edit, by the gateway.</summary>
    Finish,
}
