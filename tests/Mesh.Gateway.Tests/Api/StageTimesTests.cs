using Mesh.Contracts.Bus;
using Mesh.Gateway.Api;

namespace Mesh.Gateway.Tests.Api;

public sealed class StageTimesTests
{
    private static readonly (EditStageName Stage, int Seconds)[] Stages =
    [
        (EditStageName.Encode, 1), (EditStageName.VaeEncode, 4), (EditStageName.Denoise, 20),
        (EditStageName.VaeDecode, 8),
    ];

    private readonly SetClock _clock = new();
    private readonly StageTimes _times;

    public StageTimesTests() => _times = new(_clock);

    [Fact]
    public void What_is_left_is_told_from_an_edit_that_was_seen()
    {
        Edit(windows: 2);

        // Of 3 windows of 10 s one and a half are done, then come 3 of 4 s.
        Assert.Equal(TimeSpan.FromSeconds(15 + 12),
            _times.Left("", new((int)EditStageName.Denoise, Step: 5, Steps: 10, Window: 2, Windows: 3)));
    }

    [Fact]
    public void Nothing_is_told_of_a_model_that_was_not_seen()
    {
        Edit(windows: 1);

        Assert.Null(_times.Left("other", new((int)EditStageName.Denoise, 5, 10)));
    }

    [Fact]
    public void A_stage_that_was_cut_off_is_not_learnt_from()
    {
        var edit = Guid.NewGuid();
        _times.Seen(edit, "", Progress(edit, EditStageName.VaeDecode, 0, 1));
        _times.Ended(edit);

        Assert.Null(_times.Left("", new((int)EditStageName.VaeDecode, 0, 1)));
    }

    private void Edit(int windows)
    {
        var edit = Guid.NewGuid();
        foreach (var (stage, seconds) in Stages)
        {
            _times.Seen(edit, "", Progress(edit, stage, 0, windows));
            _clock.Now += TimeSpan.FromSeconds(seconds);
            _times.Seen(edit, "", Progress(edit, stage, 10, windows) with { Window = windows });
        }
    }

    private static EditProgressed Progress(Guid edit, EditStageName stage, int step, int windows) =>
        new() { EditId = edit, Stage = stage, Step = step, Steps = 10, Windows = windows };

    private sealed class SetClock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
