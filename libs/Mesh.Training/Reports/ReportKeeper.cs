using Mesh.Training.Launch;

namespace Mesh.Training.Reports;

/// <summary>Keeps "report.html" in the folder of a run up to date while it goes on; the last one is written at the end.
/// </summary>
internal sealed class ReportKeeper : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();
    private readonly RunRequest _request;
    private readonly Task _keeping;

    public ReportKeeper(RunRequest request)
    {
        _request = request;
        _keeping = Task.Run(KeepAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _keeping;
        await WriteAsync(isLive: false);
        _stop.Dispose();
    }

    private async Task KeepAsync()
    {
        using var timer = new PeriodicTimer(Pause);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
                await WriteAsync(isLive: true);
        }
        catch (OperationCanceledException)
        {
            // The run has ended.
        }
    }

    // A full disk must not end a run: the page is only for looking.
    private async Task WriteAsync(bool isLive)
    {
        try
        {
            Directory.CreateDirectory(_request.Folder);
            var path = Path.Combine(_request.Folder, RunReport.FileName);
            var title = $"{Path.GetFileName(Path.GetFullPath(_request.Folder))}: {_request.Recipe}";
            await File.WriteAllTextAsync(
                $"{path}.part", RunReport.Write(title, await RunHistory.ReadAsync(_request), isLive));
            File.Move($"{path}.part", path, overwrite: true);
        }
        catch (IOException)
        {
        }
    }
}
