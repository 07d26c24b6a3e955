using System.Diagnostics;
using Mesh.Stores.Artifacts;
using Mesh.TestKit;

namespace Mesh.Stores.Tests.Servers;

/// <summary>The S3 server s3rver on a free loopback port, for the tests of one class.</summary>
public sealed class S3Server : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Process _server;
    private readonly int _port = FreePort.Next();

    public S3Server()
    {
        var home = NodePackages.Install("tests/Mesh.Stores.Tests/s3");
        _server = Process.Start(new ProcessStartInfo("node")
        {
            ArgumentList =
            {
                "--openssl-legacy-provider",  // its continuation tokens are DES
                Path.Combine(home, "node_modules/s3rver/bin/s3rver.js"),
                "--directory", _folder.At("data"), "--address", "127.0.0.1", "--port", $"{_port}",
                "--configure-bucket", "mesh",
            },
            RedirectStandardOutput = true,
        })!;
        AwaitStart();
    }

    /// <summary>Options of another process each: the cache is its own.</summary>
    public S3ArtifactOptions Options() => new()
    {
        Bucket = "mesh",
        Endpoint = new Uri($"http://127.0.0.1:{_port}"),
        PathStyle = true,
        AccessKey = "S3RVER",
        SecretKey = "S3RVER",
        CacheFolder = _folder.At($"cache-{Guid.NewGuid():N}"),
        PartBytes = S3ArtifactOptions.MinPartBytes,
    };

    public void Dispose()
    {
        _server.Kill(entireProcessTree: true);
        _server.WaitForExit();
        _server.Dispose();
        _folder.Dispose();
    }

    private void AwaitStart()
    {
        while (_server.StandardOutput.ReadLine() is { } line)
        {
            if (line.Contains("listening", StringComparison.OrdinalIgnoreCase))
            {
                _ = _server.StandardOutput.ReadToEndAsync();
                return;
            }
        }

        throw new InvalidOperationException($"s3rver ended with {_server.ExitCode} before it listened on {_port}.");
    }
}
