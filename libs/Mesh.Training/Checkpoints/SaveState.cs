namespace Mesh.Training.Checkpoints;

/// <summary>Where this rank's part of the newest save is.</summary>
public enum SaveState
{
    Idle,
    Writing,
    Written,
    Failed,
}
