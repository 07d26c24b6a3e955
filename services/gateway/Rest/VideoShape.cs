using System.Text.Json;
using Google.Rpc;
using Mesh.Contracts.Gateway.V1;

namespace Mesh.Gateway.Rest;

/// <summary>From the messages of gRPC to the objects of REST.</summary>
/// <param name="defaultModel">What an edit without a model gets.</param>
public sealed class VideoShape(string defaultModel)
{
    // Percent of a whole edit at which each stage begins, as measured on the demo model at its default size.
    private static readonly int[] Begin = [0, 2, 8, 70, 98, 100];

    public VideoObject Of(Edit edit)
    {
        var options = edit.Options;
        return new()
        {
            Id = edit.Id,
            Status = Status(edit.State),
            Progress = Percent(edit),
            ProgressDetail = edit.State is EditState.Queued or EditState.Running ? Detail(edit) : null,
            CreatedAt = edit.Created.Seconds,
            StartedAt = edit.Started?.Seconds,
            CompletedAt = edit.Ended?.Seconds,
            Model = options.Model == "" ? defaultModel : options.Model,
            Prompt = options.Instruction,
            NegativePrompt = options.NegativePrompt == "" ? null : options.NegativePrompt,
            Seed = options.HasSeed ? options.Seed : null,
            Steps = options.HasSteps ? options.Steps : null,
            Guidance = options.HasGuidance ? options.Guidance : null,
            Priority = PriorityName(options.Priority),
            Error = edit.Error is { } error
                ? new(CodeNames.Of((Code)error.Code), error.Message, error.Field == "" ? null : error.Field)
                : null,
            Result = edit.Result is { } result
                ? new(result.Bytes, result.Sha256, result.MediaType, Report(result.Report))
                : null,
        };
    }

    public static string Status(EditState state) => state switch
    {
        EditState.Queued => "queued",
        EditState.Running => "in_progress",
        EditState.Succeeded => "completed",
        EditState.Failed => "failed",
        EditState.Cancelled => "cancelled",
        _ => "unknown",
    };

    private static string PriorityName(Priority priority) =>
        priority == Priority.Unspecified ? "standard" : $"{priority}".ToLowerInvariant();

    private static VideoProgress Detail(Edit edit) => edit.State == EditState.Queued
        ? new() { QueuePosition = edit.Progress.QueuePosition }
        : new()
        {
            Stage = JsonNamingPolicy.SnakeCaseLower.ConvertName($"{edit.Progress.Stage}"),
            Step = edit.Progress.Step,
            Steps = edit.Progress.Steps,
            Window = edit.Progress.Window,
            Windows = edit.Progress.Windows,
            EtaSeconds = edit.Progress.Eta is { } eta ? Math.Round(eta.ToTimeSpan().TotalSeconds, 1) : null,
        };

    private static int Percent(Edit edit)
    {
        if (edit.State == EditState.Succeeded)
            return 100;
        var (at, stage) = (edit.Progress, (int)edit.Progress.Stage - 1);
        if (edit.State == EditState.Queued || stage < 0 || stage + 1 >= Begin.Length)
            return 0;
        var window = Math.Max(0, at.Window - 1) + (at.Steps > 0 ? Math.Min(1, (double)at.Step / at.Steps) : 0);
        var share = Math.Min(1, window / Math.Max(1, at.Windows));
        return Math.Min(99, (int)(Begin[stage] + share * (Begin[stage + 1] - Begin[stage])));
    }

    private static JsonElement? Report(string json) =>
        json == "" ? null : JsonSerializer.Deserialize<JsonElement>(json);
}
