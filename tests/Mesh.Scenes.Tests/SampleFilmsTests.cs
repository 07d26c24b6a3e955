using Mesh.Video;

namespace Mesh.Scenes.Tests;

public sealed class SampleFilmsTests
{
    [Fact]
    public void Every_film_asks_for_something_the_editor_learned() => Assert.All(SampleFilms.All, film =>
    {
        var words = film.Instruction.Split(' ');
        Assert.InRange(words.Length, 1, SceneGrammar.MaxWords);
        Assert.Empty(words.Except(SceneGrammar.Words));
        Assert.DoesNotContain(film.Scene.Objects, item => HeldOut.Has(item.Colour, item.Shape));
        Assert.All(film.Scene.Objects, item => Assert.True(film.Scene.Background.Shows(item.Colour)));
    });

    [Fact]
    public void One_film_sounds_and_one_is_wide()
    {
        Assert.Single(SampleFilms.All, film => film.ToneHertz is not null);
        Assert.Single(SampleFilms.All, film => film.Width != film.Height);
    }

    [Fact]
    public async Task Files_have_the_promised_frames_size_and_sound()
    {
        var folder = Directory.CreateTempSubdirectory("scenes-").FullName;
        try
        {
            foreach (var (film, path) in SampleFilms.All.Zip(await SampleFilms.RenderAsync(folder)))
            {
                var info = await VideoProbe.ReadAsync(path);
                Assert.Equal((film.Width, film.Height, SampleFilm.Frames), (info.Width, info.Height, info.FrameCount));
                Assert.Equal(film.ToneHertz is null ? 0 : 1, info.Audio.Count);
                Assert.Equal(2.5, info.Duration.TotalSeconds, .01);
            }

            Assert.Equal(SampleFilms.All.Count, Directory.GetFiles(folder).Length);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Objects_of_films_do_not_cover_each_other() => Assert.All(SampleFilms.All, film =>
    {
        var aspect = (double)film.Width / film.Height;
        for (var time = 0; time < SampleFilm.Frames; time++)
            foreach (var a in film.Scene.Objects)
                foreach (var b in film.Scene.Objects.Where(other => other != a))
                {
                    var (p, q) = (a.At(time, aspect), b.At(time, aspect));
                    Assert.True(
                        Math.Sqrt(Math.Pow(p.X - q.X, 2) + Math.Pow(p.Y - q.Y, 2)) > a.Radius + b.Radius,
                        $"{film.Name} at {time}");
                }
    });
}
