namespace Mesh.Scenes;

/// <summary>What an instruction asks for.</summary>
public enum EditType
{
    Add,
    Recolour,
    Remove,
    Replace,
    Background,
    Style,
}
