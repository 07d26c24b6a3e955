using Mesh.Scenes;

namespace Mesh.Curation.Tests.Films;

/// <summary>Shots of real films in a random order, each of a random moment of its take.</summary>
/// <param name="seed">Decides all of it.</param>
internal sealed class FootageReel(ulong seed)
{
    public const int Width = 192;
    public const int Height = 108;

    /// <summary>A cut is one only where a person sees it: least difference of the frames beside it, 0 to 255.</summary>
    private const double Visible = 12;

    private readonly SceneRandom _random = new(seed);

    /// <summary>Draws numbers for the joins too.</summary>
    public SceneRandom Random => _random;

    /// <summary>A film of shots of up to three seconds at 25 frames a second.</summary>
    /// <param name="count">Shots.</param>
    /// <param name="join">Puts the next shot after the film so far.</param>
    public async Task<FilmScript> AssembleAsync(int count, Action<FilmScript, byte[][]> join)
    {
        var film = new FilmScript(Width, Height);
        film.Cut(await ShotAsync());
        for (var number = 1; number < count; number++)
        {
            var shot = await ShotAsync();
            while (Change(film.Frames[^1], shot[0]) < Visible)
                shot = await ShotAsync();
            join(film, shot);
        }
        return film;
    }

    /// <summary>Mean difference of the colours.</summary>
    public static double Change(byte[] one, byte[] other) =>
        one.Zip(other, (a, b) => Math.Abs(a - b)).Average();

    private Task<byte[][]> ShotAsync()
    {
        var take = _random.Pick(Footage.Takes);
        var frames = Math.Min(take.Count, 25 + _random.Below(50));
        var start = take.Start + _random.Below(take.Count - frames + 1);
        return Footage.ReadAsync(take with { Start = start, Count = frames }, Width, Height);
    }
}
