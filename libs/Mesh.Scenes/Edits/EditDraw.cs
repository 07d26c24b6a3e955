namespace Mesh.Scenes;

/// <summary>Draws one edit of one type for a scene; null when the draw is not possible or belongs to another split.
/// </summary>
internal delegate SceneEdit? EditDraw(Scene scene, Split split, SceneRandom random);
