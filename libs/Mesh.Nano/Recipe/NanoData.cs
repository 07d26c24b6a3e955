namespace Mesh.Nano.Recipe;

/// <summary>How many rendered films a run learns from.</summary>
/// <param name="PcaClips">Clips whose principal components start the autoencoder.</param>
/// <param name="CalibrationClips">Clips that fix the scale of the latents.</param>
/// <param name="Scenes">Scenes of the fine-tuning pairs.</param>
/// <param name="EditsPerScene">Pairs of one scene; they share its source.</param>
/// <param name="ClipPairs">Unpaired clips of one film each, for pretraining.</param>
public sealed record NanoData(int PcaClips, int CalibrationClips, int Scenes, int EditsPerScene, int ClipPairs)
{
    public int Pairs => Scenes * EditsPerScene;
}
