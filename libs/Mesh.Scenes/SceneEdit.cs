namespace Mesh.Scenes;

/// <summary>An instruction with the film it is given for and the one film that obeys it.</summary>
public sealed record SceneEdit(EditType Type, string Instruction, Scene Source, Scene Target);
