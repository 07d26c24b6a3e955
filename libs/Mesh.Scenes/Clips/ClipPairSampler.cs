namespace Mesh.Scenes;

/// <summary>
/// Unpaired clips for pretraining: two windows of time of one film, with an instruction that names one visible
/// difference as an annotator would.
/// </summary>
public sealed class ClipPairSampler
{
    private const int LongestPause = 14;  // frames between the two windows

    private readonly SceneRandom _random;
    private readonly SceneSampler _scenes;
    private readonly int _frames;

    /// <param name="seed">Seeds of different splits never give the same stream.</param>
    /// <param name="split">Whose scenes.</param>
    /// <param name="frames">Length of each clip.</param>
    public ClipPairSampler(ulong seed, Split split = Split.Train, int frames = Scene.ClipFrames)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(frames);
        _random = new SceneRandom(seed, Streams.Clips + Streams.Of(split));
        _scenes = new SceneSampler(_random, split);
        _frames = frames;
    }

    public ClipPair Next()
    {
        while (true)
        {
            var scene = _scenes.Next();
            var pause = _frames + _random.Below(LongestPause + 1);
            var (source, target) = _random.Chance(.5) ? (0, pause) : (pause, 0);
            if (Describe(scene, source, target) is { } instruction)
                return new ClipPair(instruction, scene, source, target);
        }
    }

    /// <summary>What an annotator notices first; null when nothing changed that words can say.</summary>
    private string? Describe(Scene scene, double source, double target)
    {
        var middle = (_frames - 1) / 2.0;
        var changes = scene.Objects.Select(item => new ObjectChange(item, source + middle, target + middle));
        var change = changes.MaxBy(change => change.Salience);
        return change is { IsVisible: true } ? change.Describe(_random) : null;
    }
}
