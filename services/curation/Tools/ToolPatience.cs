using Grpc.Core;
using Mesh.Curation;
using Mesh.Curation.Instructions;

namespace Mesh.Curator.Tools;

/// <summary>
/// Tries a call again while the server may be to blame; tells apart what will pass, what is wrong with the files, and
/// what is wrong with the settings.
/// </summary>
/// <param name="address">Names the server in messages.</param>
/// <param name="options">How often, and how long.</param>
internal sealed class ToolPatience(Uri address, ToolOptions options)
{
    /// <param name="call">One attempt; to end by the deadline.</param>
    /// <param name="cancellation">Ends the trying.</param>
    /// <exception cref="ToolRefusedException">The server will not work on these files.</exception>
    /// <exception cref="AnnotatorUnavailableException">It did not answer, however often it was asked.</exception>
    public async Task<T> TryAsync<T>(Func<DateTime, Task<T>> call, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call(DateTime.UtcNow + options.Timeout);
            }
            catch (RpcException error)
            {
                cancellation.ThrowIfCancellationRequested();
                Judge(error, attempt);
            }
            await Task.Delay(Pause(attempt), cancellation);
        }
    }

    private void Judge(RpcException error, int attempt)
    {
        var said = $"{error.StatusCode} {error.Status.Detail}".TrimEnd();
        switch (error.StatusCode)
        {
            case StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.OutOfRange:
                throw new ToolRefusedException(error.Status.Detail, error);
            case StatusCode.Unauthenticated or StatusCode.PermissionDenied or StatusCode.Unimplemented
                or StatusCode.NotFound:
                throw new AnnotatorUnavailableException(
                    $"The tool at {address} refuses with {said}: check its address, and that it serves "
                    + "mesh.curation.v1.Tool.", error);
        }
        if (attempt >= options.Attempts)
            throw new AnnotatorUnavailableException($"The tool at {address} failed {attempt} times: {said}", error);
    }

    private TimeSpan Pause(int attempt)
    {
        var pause = options.FirstPause * Math.Pow(2, Math.Min(attempt - 1, 16));
        return pause < options.LongestPause ? pause : options.LongestPause;
    }
}
