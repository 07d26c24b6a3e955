using System.ComponentModel;
using System.Reflection;
using Grpc.Core;
using Mesh.Cli.Edit;
using Mesh.Curation.Instructions;
using Mesh.Curation.Recipes;
using Mesh.Distributed;
using Mesh.Editing;
using Mesh.Models.NanoText;
using Mesh.Perception;
using Mesh.Video;
using Microsoft.Extensions.Options;

namespace Mesh.Cli;

/// <summary>What a failure means to the person at the terminal.</summary>
internal static class Failure
{
    private const string DebugSwitch = "MESH_DEBUG";

    /// <summary>Writes one line to the error stream.</summary>
    /// <param name="error">What went wrong.</param>
    /// <param name="cancelled">Whether the person asked to stop; whatever fails then fails because of it.</param>
    public static ExitCode Tell(Exception error, bool cancelled)
    {
        var cause = Cause(error);
        var code = cancelled ? ExitCode.Cancelled : CodeOf(cause);
        Console.Error.WriteLine($"mesh: {Line(cause, code)}");
        if (cause is UnknownWordException or InstructionTooLongException)
            Console.Error.WriteLine($"{ModelOption.Default} can {ModelAbilities.Nano.Can}; "
                + $"it cannot edit {ModelAbilities.Nano.Cannot}.");
        if (Environment.GetEnvironmentVariable(DebugSwitch) == "1")
            Console.Error.WriteLine(error);
        return code;
    }

    private static ExitCode CodeOf(Exception error) => error switch
    {
        OperationCanceledException => ExitCode.Cancelled,
        ModelException or PerceptionException => ExitCode.Model,
        VideoException when CannotStart(error) => ExitCode.Environment,
        RpcException or RemoteEditException => RemoteCode(error),
        OptionsValidationException => ExitCode.Input,
        RecipeException => ExitCode.Input,
        AnnotatorUnavailableException => ExitCode.Model,
        EditRequestException or UsageException or VideoException => ExitCode.Input,
        UnknownWordException or InstructionTooLongException => ExitCode.Input,
        DllNotFoundException or EntryPointNotFoundException or BadImageFormatException => ExitCode.Environment,
        UnauthorizedAccessException or DirectoryNotFoundException or FileNotFoundException => ExitCode.Input,
        RankFailureException or IOException => ExitCode.Environment,
        InvalidDataException or ArgumentException => ExitCode.Input,
        _ => ExitCode.Internal,
    };

    private static ExitCode RemoteCode(Exception error) => error switch
    {
        RemoteEditException { Field: "model" } => ExitCode.Model,
        RemoteEditException edit => OfStatus((StatusCode)edit.Code),
        RpcException call when ConnectionLoss.IsCauseOf(call) => ExitCode.Environment,
        RpcException call => OfStatus(call.StatusCode),
        _ => ExitCode.Internal,
    };

    private static ExitCode OfStatus(StatusCode status) => status switch
    {
        StatusCode.Cancelled => ExitCode.Cancelled,
        StatusCode.Unavailable or StatusCode.DeadlineExceeded => ExitCode.Environment,
        StatusCode.Internal or StatusCode.Unknown or StatusCode.DataLoss or StatusCode.Aborted => ExitCode.Internal,
        _ => ExitCode.Input,
    };

    private static string Line(Exception error, ExitCode code)
    {
        var words = error is RpcException call ? call.Status.Detail : error.Message;
        var message = words.ReplaceLineEndings(" ");
        return code switch
        {
            ExitCode.Cancelled => "cancelled.",
            ExitCode.Internal => $"internal error, {error.GetType().Name}: {message} ({DebugSwitch}=1 shows the trace)",
            _ => message,
        };
    }

    // ffmpeg or ffprobe is not installed.
    private static bool CannotStart(Exception? error) =>
        error is Win32Exception || (error is not null && CannotStart(error.InnerException));

    private static Exception Cause(Exception error) => error switch
    {
        TypeInitializationException or TargetInvocationException or AggregateException
            when error.InnerException is { } inner => Cause(inner),
        _ => error,
    };
}
