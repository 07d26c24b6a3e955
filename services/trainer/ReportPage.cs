using Mesh.Contracts.Trainer.V1;
using Mesh.ServiceDefaults.Auth;
using Mesh.ServiceDefaults.Errors;
using Mesh.Training.Reports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Mesh.Trainer;

/// <summary>The page of the run over HTTP: GET /report.</summary>
internal static class ReportPage
{
    public static void Map(WebApplication app) => app.MapGet("/report", async (HttpContext call, TrainerRun run) =>
    {
        try
        {
            AuthFeature.Tenant(call);
        }
        catch (RequestException error)
        {
            return Results.Text(error.Message, statusCode: StatusCodes.Status401Unauthorized);
        }
        if (run.Request is not { } request)
            return Results.Text("There was no run yet: start one.", statusCode: StatusCodes.Status404NotFound);
        var now = run.Current;
        var page = RunReport.Write(
            $"{now.Name}: {now.Recipe}, {now.State.ToString().ToLowerInvariant()}",
            await RunHistory.ReadAsync(request),
            isLive: now.State == Run.Types.State.Running);
        return Results.Content(page, "text/html; charset=utf-8");
    });
}
