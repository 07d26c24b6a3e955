namespace Mesh.Editing;

/// <summary>The networks of an editor; a process that runs one stage loads only the one it needs.</summary>
[Flags]
public enum ModelParts
{
    /// <summary>The configuration alone.</summary>
    None = 0,

    /// <summary>Instruction to condition.</summary>
    Text = 1,

    /// <summary>Video to latent and back.</summary>
    Vae = 2,

    /// <summary>Source latent to edited latent.</summary>
    Transformer = 4,

    All = Text | Vae | Transformer,
}
