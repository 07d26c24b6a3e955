namespace Mesh.Scenes;

/// <summary>How often each type of edit is drawn; weights, relative to their sum.</summary>
public sealed record EditMix(
    double Add, double Recolour, double Remove, double Replace, double Background, double Style)
{
    /// <summary>By difficulty: replacing is learned last.</summary>
    public static EditMix Training { get; } = new(.08, .15, .10, .40, .20, .07);

    public static EditMix Equal { get; } = new(1, 1, 1, 1, 1, 1);

    public double this[EditType type] => type switch
    {
        EditType.Add => Add,
        EditType.Recolour => Recolour,
        EditType.Remove => Remove,
        EditType.Replace => Replace,
        EditType.Background => Background,
        EditType.Style => Style,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not an edit type."),
    };

    internal EditType Draw(SceneRandom random)
    {
        var types = Enum.GetValues<EditType>();
        var at = random.Between(0, types.Sum(type => this[type]));
        foreach (var type in types)
        {
            at -= this[type];
            if (at < 0)
                return type;
        }

        return types.Last(type => this[type] > 0);
    }
}
