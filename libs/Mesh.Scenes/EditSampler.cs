namespace Mesh.Scenes;

/// <summary>Random edits of random scenes, all of one split.</summary>
public sealed class EditSampler
{
    private const int DrawsPerScene = 40;

    private readonly SceneRandom _random;
    private readonly SceneSampler _scenes;
    private readonly Split _split;
    private readonly EditMix _mix;

    /// <param name="seed">Seeds of different splits never give the same stream.</param>
    /// <param name="split">Which scenes and edits.</param>
    /// <param name="mix">
    /// How often each type is drawn; null is <see cref="EditMix.Training"/> for training, else equal parts.
    /// </param>
    public EditSampler(ulong seed, Split split, EditMix? mix = null)
    {
        _random = new SceneRandom(seed, Streams.Of(split));
        _scenes = new SceneSampler(_random, split);
        _split = split;
        _mix = mix ?? (split == Split.Train ? EditMix.Training : EditMix.Equal);
        if (split == Split.HeldOutEdits)
            _mix = _mix with { Style = 0 };
    }

    /// <summary>A new scene with an edit of a type drawn from the mix.</summary>
    public SceneEdit Next() => Next(_mix.Draw(_random));

    /// <summary>A new scene with an edit of this type.</summary>
    /// <exception cref="ArgumentException">The split has no edits of this type.</exception>
    public SceneEdit Next(EditType type)
    {
        if (_split == Split.HeldOutEdits && type == EditType.Style)
            throw new ArgumentException("Held-out edits: no style is held out.", nameof(type));
        while (true)
        {
            if (Draw(_scenes.Next(), type) is { } edit)
                return edit;
        }
    }

    /// <summary>Up to <paramref name="count"/> different edits of one scene, of types drawn from the mix.</summary>
    /// <returns>Fewer where the scene allows no more; in <see cref="Split.HeldOutEdits"/> often none.</returns>
    public IReadOnlyList<SceneEdit> EditsOf(Scene scene, int count)
    {
        ArgumentNullException.ThrowIfNull(scene);
        var edits = new List<SceneEdit>(count);
        for (var attempt = 0; edits.Count < count && attempt < 4 * count; attempt++)
        {
            if (Draw(scene, _mix.Draw(_random)) is { } edit && edits.TrueForAll(other => other.Target != edit.Target))
                edits.Add(edit);
        }

        return edits;
    }

    /// <summary>A new scene with <paramref name="count"/> different edits of it, so it is encoded once.</summary>
    public IReadOnlyList<SceneEdit> NextOfOneScene(int count)
    {
        while (true)
        {
            var edits = EditsOf(_scenes.Next(), count);
            if (edits.Count == count)
                return edits;
        }
    }

    private SceneEdit? Draw(Scene scene, EditType type)
    {
        EditDraw draw = type switch
        {
            EditType.Add => AddEdits.Draw,
            EditType.Recolour => RecolourEdits.Draw,
            EditType.Remove => RemoveEdits.Draw,
            EditType.Replace => ReplaceEdits.Draw,
            EditType.Background => BackgroundEdits.Draw,
            EditType.Style => StyleEdits.Draw,
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not an edit type."),
        };
        for (var attempt = 0; attempt < DrawsPerScene; attempt++)
        {
            if (draw(scene, _split, _random) is { } edit)
                return edit;
        }

        return null;
    }
}
