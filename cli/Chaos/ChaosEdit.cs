namespace Mesh.Cli.Chaos;

/// <summary>One edit of a run.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Film">The file to edit.</param>
/// <param name="Instruction">What to change.</param>
/// <param name="Seed">Of the noise.</param>
internal sealed record ChaosEdit(int Number, string Film, string Instruction, long Seed)
{
    /// <summary>Denoising steps; null for the model's own.</summary>
    public int? Steps { get; init; }

    /// <summary>Draws edits of a few films with a seed each.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">Draws films and seeds.</param>
    /// <param name="films">What is edited.</param>
    /// <param name="seeds">Seeds there are; with few, edits are drawn that are the same but for their number.</param>
    public static IReadOnlyList<ChaosEdit> Draw(
        int count, int seed, IReadOnlyList<ShortFilm> films, int seeds = 1000)
    {
        var random = new Random(seed);
        return
        [
            .. from number in Enumerable.Range(1, count)
               let film = films[random.Next(films.Count)]
               select new ChaosEdit(number, film.Path, film.Instruction, random.Next(seeds)),
        ];
    }
}
