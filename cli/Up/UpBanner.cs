namespace Mesh.Cli.Up;

/// <summary>What a person reads while a mesh is up.</summary>
internal static class UpBanner
{
    public static void Print(Uri grpc, Uri http, string data)
    {
        var (grpcText, httpText) = (Text(grpc), Text(http));
        Console.Out.WriteLine($"""
            The mesh is up; its files are in {data}.
              gRPC  {grpcText}   mesh.gateway.v1.Gateway
              REST  {httpText}   {httpText}/openapi.json
            Try: ./mesh edit --server {grpcText} samples/red-circle.mp4 "recolour the red circle to blue" -o out.mp4
            Ctrl-C stops it.
            """);
    }

    /// <summary>Where curations are submitted.</summary>
    /// <param name="grpc">mesh.curation.v1.Curation.</param>
    /// <param name="broker">AMQP, for messages; null for a bus in memory.</param>
    /// <param name="films">Folders that jobs may read.</param>
    public static void PrintCuration(Uri grpc, Uri? broker, IReadOnlyList<string> films)
    {
        Console.Out.WriteLine($"Curation of films in {string.Join(", ", films)}:");
        Console.Out.WriteLine($"  gRPC  {Text(grpc)}   mesh.curation.v1.Curation");
        if (broker is not null)
            Console.Out.WriteLine($"  AMQP  {Text(broker)}   exchange mesh.curation.submit");
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
