namespace Mesh.Scenes;

/// <summary>A named film with an instruction that suits it.</summary>
/// <param name="Name">File name without extension.</param>
/// <param name="Instruction">What to ask for.</param>
/// <param name="Scene">What the film shows.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Width">Pixels.</param>
/// <param name="ToneHertz">Pitch of the sound; null is silent.</param>
public sealed record SampleFilm(
    string Name, string Instruction, Scene Scene, int Height, int Width, double? ToneHertz = null)
{
    public const int Frames = 25;

    public const int FramesPerSecond = 10;
}
