using Mesh.TestKit;

namespace Mesh.Editing.Tests;

public sealed class EditProgressTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly EditModel _model;

    public EditProgressTests() => _model = ModelFolder.Load(TinyNano.Write(_folder.At("tiny")));

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Progress_reaches_the_end_of_every_stage()
    {
        var film = await TinyFilm.WriteAsync(_folder.At("in.mp4"), 9);
        var reports = new Recorder();

        await new VideoEditor(_model).EditAsync(
            new(film, "make it red", _folder.At("out.mp4")), reports, CancellationToken.None);

        Assert.All(reports.All.GroupBy(report => report.Stage), stage => Assert.Equal(1, stage.Last().Share));
        Assert.Equal(TimeSpan.Zero, reports.All[^1].Remaining);
    }

    [Theory]
    [InlineData(EditStage.Encode)]
    [InlineData(EditStage.Denoise)]
    [InlineData(EditStage.Write)]
    public async Task Cancelling_at_any_stage_leaves_nothing(EditStage stage)
    {
        var film = await TinyFilm.WriteAsync(_folder.At("in.mp4"), 9);
        using var stop = new CancellationTokenSource();
        var canceller = new Recorder { OnReport = report => { if (report.Stage == stage) stop.Cancel(); } };
        var before = Directory.GetFileSystemEntries(_folder.Path);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new VideoEditor(_model).EditAsync(
            new(film, "make it red", _folder.At("out.mp4")) { Compare = _folder.At("side.mp4") },
            canceller,
            stop.Token));

        Assert.Equal(before, Directory.GetFileSystemEntries(_folder.Path));
    }

    private sealed class Recorder : IProgress<EditProgress>
    {
        public Action<EditProgress> OnReport { get; init; } = _ => { };

        public List<EditProgress> All { get; } = [];

        public void Report(EditProgress value)
        {
            All.Add(value);
            OnReport(value);
        }
    }
}
