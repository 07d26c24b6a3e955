namespace Mesh.Scenes;

/// <summary>Disjoint families of scenes and edits.</summary>
public enum Split
{
    /// <summary>What the editor learns from.</summary>
    Train,

    /// <summary>Kinds of scenes and edits that are trained, drawn from seeds that are not.</summary>
    HeldOutScenes,

    /// <summary>Every edit concerns one of the colours with shape of <see cref="HeldOut.Objects"/>.</summary>
    HeldOutObjects,

    /// <summary>Every edit is a combination of <see cref="HeldOut"/>; there is none of type Style.</summary>
    HeldOutEdits,
}
