using Mesh.Editing;
using Mesh.Nano.Recipe;
using Mesh.TestKit;
using Mesh.Training;

namespace Mesh.Nano.Tests;

public sealed class NanoTrainingTests
{
    [Fact]
    public async Task The_smoke_recipe_trains_and_writes_a_folder_that_loads()
    {
        using var folder = new TemporaryFolder();
        var reports = new Reports();

        var result = await NanoTraining.RunAsync(
            NanoRecipes.Smoke, folder.Path, new TrainingOptions { Workers = 2 }, reports);

        Assert.Equal(["vae", "clips", "edits", "pretrain", "finetune"], reports.Stages);
        Assert.True(reports.Last("vae") < reports.First("vae"));
        Assert.True(reports.Last("finetune") < reports.First("pretrain"));
        Assert.Equal(NanoRecipes.Smoke.Evaluation.Cases, result.Report.Cases);
        Assert.All(
            (string[])["card.md", "metrics.json", "curves.png", "contact-sheet.png"],
            file => Assert.True(File.Exists(Path.Combine(folder.Path, file)), file));
        using var model = ModelFolder.Load(folder.Path);
        Assert.Equal("nano", model.Description.Family);
    }

    private sealed class Reports : IProgress<StepReport>
    {
        private readonly List<StepReport> _reports = [];

        public IEnumerable<string> Stages => _reports.Select(report => report.Stage).Distinct();

        public void Report(StepReport value)
        {
            lock (_reports)
                _reports.Add(value);
        }

        public double First(string stage) => Losses(stage).Take(5).Average();

        public double Last(string stage) => Losses(stage).TakeLast(5).Average();

        private IEnumerable<double> Losses(string stage) =>
            _reports.Where(report => report.Stage == stage).Select(report => report.Loss!.Value);
    }
}
