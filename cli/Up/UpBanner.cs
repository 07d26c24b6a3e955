namespace Mesh.Cli.Up;

/// <summary>What a person reads while a mesh is up.</summary>
internal static class UpBanner
{
    /// <param name="grpc">mesh.gateway.v1.Gateway.</param>
    /// <param name="http">REST.</param>
    /// <param name="options">How it was started.</param>
    /// <param name="curation">mesh.curation.v1.Curation.</param>
    /// <param name="broker">Port of AMQP; null for a bus in memory.</param>
    public static void Print(Uri grpc, Uri http, UpOptions options, Uri curation, int? broker = null)
    {
        var (grpcText, httpText) = (Text(grpc), Text(http));
        var messages = broker is { } port ? $", amqp://127.0.0.1:{port} mesh.curation.submit" : "";
        Console.Out.WriteLine($"""
            The mesh is up; its files are in {options.Data}.
              gRPC  {grpcText}   mesh.gateway.v1.Gateway
              REST  {httpText}   {httpText}/openapi.json
              curation of {string.Join(", ", options.Films)}: {Text(curation)} mesh.curation.v1.Curation{messages}
            Try: ./mesh edit --server {grpcText} samples/red-circle.mp4 "recolour the red circle to blue" -o out.mp4
            Ctrl-C stops it.
            """);
    }

    /// <summary>Waits until the person has enough.</summary>
    public static async Task UntilAsync(CancellationToken enough)
    {
        var stopped = new TaskCompletionSource();
        await using var registration = enough.Register(stopped.SetResult);
        await stopped.Task;
        await Console.Error.WriteLineAsync("mesh: stopping; what runs comes to the end of a step.");
    }

    private static string Text(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
